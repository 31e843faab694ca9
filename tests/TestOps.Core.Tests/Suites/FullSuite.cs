using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Tests.Suites;

/// <summary>The suite with every key, as a tree to change, and the catalogue's section of each of its mappings.</summary>
internal sealed partial class FullSuite
{
    private FullSuite(JsonObject root) => Root = root;

    public JsonObject Root { get; }

    public static FullSuite Http() => new((JsonObject)JsonNode.Parse(TestFiles.Read("Suites/full-suite.json"))!);

    /// <summary>The same with the keys of the other engine.</summary>
    public static FullSuite Toron()
    {
        var suite = Http();
        suite.Root["environments"]!.AsObject().Remove("owned");
        suite.Root["engine"] = new JsonObject { ["kind"] = "toron", ["latency"] = "real", ["fault"] = new JsonArray("drift:/consensus/model", "rate-limit:30", "hang") };
        return suite;
    }

    /// <summary>The same with a program for an engine, which takes no load.</summary>
    public static FullSuite Process()
    {
        var suite = Http();
        suite.Root.Remove("load");
        suite.Root["environments"]!.AsObject().Remove("owned");
        suite.Root["engine"] = new JsonObject
        {
            ["kind"] = "process",
            ["command"] = new JsonArray("python3", "engine.py", "${vars.base}"),
            ["env"] = new JsonObject { ["PYTHONHASHSEED"] = "0", ["KEY"] = "${env.KEY}", ["EMPTY"] = "" },
            ["directory"] = "engines/shelf",
            ["ready_timeout"] = "1m",
            ["timeout"] = "10s",
            ["max_body"] = "1MiB",
        };
        return suite;
    }

    /// <summary>The same with a k6 script for a load.</summary>
    public static FullSuite Script()
    {
        var suite = Http();
        suite.Root["load"] = new JsonObject
        {
            ["driver"] = "k6",
            ["script"] = "load/shelf.js",
            ["env"] = new JsonObject { ["BASE"] = "${engine.base}", ["KEY"] = "${env.KEY}" },
            ["args"] = new JsonArray("--tag", "team=${vars.base}"),
            ["k6"] = "/opt/k6",
        };
        return suite;
    }

    /// <summary>The same with a profile in place of scenarios.</summary>
    public static FullSuite Profile()
    {
        var suite = Http();
        var load = suite.Root["load"]!.AsObject();
        load.Remove("scenarios");
        load["profile"] = "nightly";
        return suite;
    }

    /// <summary>A suite of the kind that has a key.</summary>
    public static FullSuite With(SuiteKey key) => (key.Section, key.Name) switch
    {
        ("engine", "latency" or "fault") => Toron(),
        ("engine", "command" or "env" or "directory" or "ready_timeout") => Process(),
        ("load", "script" or "env" or "args" or "k6") => Script(),
        ("load", "profile") => Profile(),
        _ => Http(),
    };

    public SuiteReading Read() => SuiteReader.Read(Root.ToJsonString(), "full.json");

    /// <summary>All mappings, with their path and their section of the catalogue.</summary>
    public IEnumerable<(string Path, string Section, JsonObject Map)> Maps()
        => Maps("", Root).Select(static map => (map.Path, SectionOf(map.Path), map.Map)).Where(static map => SuiteKeys.Sections.Contains(map.Item2));

    /// <summary>The mappings of a section.</summary>
    public IEnumerable<(string Path, JsonObject Map)> Maps(string section) => Maps().Where(map => map.Section == section).Select(static map => (map.Path, map.Map));

    private static IEnumerable<(string Path, JsonObject Map)> Maps(string path, JsonNode? node)
    {
        var children = node switch
        {
            JsonObject map => map.SelectMany(member => Maps(path.Length == 0 ? member.Key : $"{path}.{member.Key}", member.Value)),
            JsonArray list => list.SelectMany((item, index) => Maps($"{path}[{index}]", item)),
            _ => [],
        };
        return node is JsonObject self ? children.Prepend((path, self)) : children;
    }

    private static string SectionOf(string path)
    {
        var section = Overrides().Replace(Step().Replace(path, "steps[]$2"), "engine");
        section = Index().Replace(section, "[]");
        section = section.Replace("steps[].", "", StringComparison.Ordinal);
        section = Stage().Replace(section, "load.scenarios.NAME.stages[]");
        section = Named().Replace(section, "$1.NAME");
        section = Against().Replace(section, "load.against.METRIC");
        return Thresholds().Replace(section, "load.thresholds.METRIC[]");
    }

    [GeneratedRegex(@"^sim\.scenarios\.[^.]+\.(steps\[\d+\])(.*)$")]
    private static partial Regex Step();

    [GeneratedRegex(@"^environments\.[^.]+\.engine")]
    private static partial Regex Overrides();

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();

    [GeneratedRegex(@"^(environments|sim\.data|sim\.scenarios|sim\.metrics|load\.scenarios|load\.profiles|keep|phases)\.[^.]+$")]
    private static partial Regex Named();

    [GeneratedRegex(@"^load\.scenarios\.[^.]+\.stages\[\]$")]
    private static partial Regex Stage();

    [GeneratedRegex(@"^load\.against\..*$")]
    private static partial Regex Against();

    [GeneratedRegex(@"^load\.thresholds\..*\[\]$")]
    private static partial Regex Thresholds();
}
