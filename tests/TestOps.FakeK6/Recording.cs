using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TestOps.FakeK6;

/// <summary>What k6 was recorded to do with the script of a folder.</summary>
internal sealed partial class Recording
{
    private readonly string _folder;
    private readonly JsonObject _play;

    private Recording(string folder, string? wrapper)
    {
        _folder = folder;
        Wrapper = wrapper;
        _play = (JsonObject)JsonNode.Parse(File.ReadAllText(In("play.json")))!;
    }

    /// <summary>The text of a wrapper that came by standard input; null for the script itself.</summary>
    public string? Wrapper { get; }

    /// <summary>Exit code of the run.</summary>
    public int Exit => (int)_play["exit"]!;

    /// <summary>Whether the script never comes to run: inspect refuses it just as run does.</summary>
    public bool IsRefused => (bool?)_play["refused_by_inspect"] ?? false;

    /// <summary>Lines of samples after which it waits for a signal; null where it ends of itself.</summary>
    public int? WaitsAfterLines => (int?)_play["waits_for_signal_after_lines"];

    /// <summary>How long teardown takes after a signal.</summary>
    public int TeardownMs => (int?)_play["teardown_ms"] ?? 0;

    /// <summary>Whether it hears no signal, as k6 does whose reader is stuck.</summary>
    public bool IsDeaf => (bool?)_play["deaf"] ?? false;

    /// <summary>How many bytes of samples it writes before it kills itself; null where it does not.</summary>
    public int? KillsItselfAfterBytes => (int?)_play["kills_itself_after_bytes"];

    /// <summary>Whether samples come at the times at which they were recorded, instead of at once.</summary>
    public bool IsPaced => (bool?)_play["paced"] ?? false;

    /// <summary>How often all samples are written.</summary>
    public int Times => (int?)_play["times"] ?? 1;

    /// <summary>Whether k6 would take a wrapper of the script: one with a summary of a wrapped run was recorded.</summary>
    public bool TakesWrapper => File.Exists(In("hs.summary.json"));

    public bool HasDefault => HasDefaultExport().IsMatch(File.ReadAllText(In("script.js")));

    public string? Inspected => Read("inspect.json");

    public string? Samples => Read("samples.ndjson");

    public string? HandledSummary => Read("hs.summary.json");

    public string? ExportedSummary => Read("summary-export.json");

    public IEnumerable<string> Log => (Read("stderr.txt") ?? "").Split('\n');

    /// <summary>The recording of a script, or of the script that a wrapper imports; null where there is no such file.</summary>
    public static Recording? Of(string script)
    {
        var wrapper = script == "-" ? Console.In.ReadToEnd() : null;
        var path = wrapper is null ? Path.GetFullPath(script) : new Uri(JsonSerializer.Deserialize<string>(Import().Match(wrapper).Groups["module"].Value)!).LocalPath;
        return File.Exists(path) ? new Recording(Path.GetDirectoryName(path)!, wrapper) : null;
    }

    /// <summary>Where a wrapper's handleSummary writes.</summary>
    public string SummaryPath => JsonSerializer.Deserialize<string>(SummaryFile().Match(Wrapper!).Groups["file"].Value)!;

    /// <summary>Notes a call, so that a test sees what k6 was given.</summary>
    public void Note(CommandLine line)
    {
        var environment = new JsonObject(Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().Select(entry => KeyValuePair.Create((string)entry.Key, (JsonNode?)(string?)entry.Value)));
        var call = new JsonObject { ["args"] = new JsonArray([.. line.Given.Select(argument => (JsonNode?)argument)]), ["cwd"] = Environment.CurrentDirectory, ["env"] = environment, ["stdin"] = Wrapper };
        File.AppendAllText(In("calls.jsonl"), call.ToJsonString() + "\n");
    }

    private string In(string name) => Path.Combine(_folder, name);

    private string? Read(string name) => File.Exists(In(name)) ? File.ReadAllText(In(name)) : null;

    [GeneratedRegex("""^import \* as script from (?<module>"[^"]*");""", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex("""\[(?<file>"(?:[^"\\]|\\.)*")\]: whole""")]
    private static partial Regex SummaryFile();

    [GeneratedRegex("^export default ", RegexOptions.Multiline)]
    private static partial Regex HasDefaultExport();
}
