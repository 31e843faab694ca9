using System.Text.RegularExpressions;

namespace TestOps.Core.Suites.Reading;

/// <summary>The <c>engine</c> section.</summary>
internal static partial class EngineReader
{
    private static readonly string[] Kinds = ["toron", "http", "process"];
    private static readonly string[] ReservedKinds = ["dotnet"];

    /// <summary>Reads the section; <paramref name="isComplete"/> is false where environments complete it, and then the plan asks for what is missing.</summary>
    public static EngineSpec Read(SuiteMap map, bool isComplete = true)
    {
        var kind = map.Need("kind", "", "http", static kind => kind.Choice(Kinds, ReservedKinds));
        RefuseOtherKinds(map, kind);
        return new EngineSpec
        {
            Kind = kind,
            BaseUrl = ReadBaseUrl(map, kind, isComplete),
            Start = kind == "process" ? ProgramReader.Read(map) : map.Read<StartSpec?>("start", null, StartReader.Read),
            Reset = map.Read<ResetSpec?>("reset", null, StartReader.ReadReset),
            Health = map.Read<string?>("health", null, ReadPath),
            Version = map.Read<VersionSpec?>("version", null, ReadVersion),
            Headers = map.Read("headers", HeaderReader.None, static headers => HeaderReader.Read(headers, TemplatePlace.Engine)),
            Timeout = map.Read("timeout", EngineDefaults.Timeout, static timeout => timeout.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10))),
            MaxBodyBytes = map.Read("max_body", EngineDefaults.MaxBodyBytes, static size => size.SizeBytes(1, EngineDefaults.MaxBodyBytesMax)),
            RealLatency = map.Read("latency", "none", static latency => latency.Choice(["none", "real"], [])) == "real",
            Faults = map.Read<IReadOnlyList<string>>("fault", [], static faults => [.. faults.ItemsOrSelf().Select(FaultReader.Read)]),
        };
    }

    private static void RefuseOtherKinds(SuiteMap map, string kind)
    {
        if (kind is "toron" or "process")
        {
            map.Refuse("belongs to engines of kind http", "remove it, or write kind: http", "base_url", "start", "reset", "health", "version", "headers");
        }

        if (kind == "toron")
        {
            map.Refuse("belongs to engines of kind http and process", "remove it, or write kind: http", "timeout", "max_body");
        }

        if (kind is "http" or "process")
        {
            map.Refuse("belongs to engines of kind toron", "remove it, or write kind: toron", "latency", "fault");
        }

        if (kind is "toron" or "http")
        {
            map.Refuse("belongs to engines of kind process", "remove it, or write kind: process", "command", "env", "directory", "ready_timeout");
        }
    }

    /// <summary>A path that is asked with GET, without templates.</summary>
    public static string ReadPath(SuiteValue value)
    {
        var path = value.Text(2000);
        if (path.Length > 0)
        {
            CallText.CheckPath(value, path);
            ExpressionRules.CheckTemplate(value, path, TemplatePlace.Nowhere);
        }

        return path;
    }

    /// <summary>A call of the lease itself, without templates.</summary>
    public static (string Method, string Path) ReadCall(SuiteValue value)
    {
        var read = CallText.Read(value);
        ExpressionRules.CheckTemplate(value, read.Path, TemplatePlace.Nowhere);
        return read;
    }

    private static string? ReadBaseUrl(SuiteMap map, string kind, bool isComplete) =>
        kind == "http" && !map.Has("start") && isComplete
            ? map.Need("base_url", "", "\"http://127.0.0.1:8080\"", ReadBaseUrl)
            : map.Read<string?>("base_url", map.Has("start") ? EngineDefaults.StartedBaseUrl : null, ReadBaseUrl);

    private static string ReadBaseUrl(SuiteValue value)
    {
        var text = value.Text(2000);
        ExpressionRules.CheckTemplate(value, text, TemplatePlace.BaseUrl);
        var isTemplate = text.Contains("${", StringComparison.Ordinal);
        if (text.Length > 0 && !isTemplate && !IsBaseUrl(text))
        {
            value.MustBe("an http or https address without user, query and fragment", "write \"http://127.0.0.1:8080\"");
        }
        else if (isTemplate && !TemplateStart().IsMatch(text))
        {
            value.MustBe("an http or https address, or a template for one", "write \"http://127.0.0.1:${vars.port}\" or \"${vars.base}\"");
        }

        return text;
    }

    private static bool IsBaseUrl(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Query.Length == 0
            && uri.Fragment.Length == 0 && !text.EndsWith('?') && !text.EndsWith('#') && uri.Host.Length > 0;

    private static VersionSpec? ReadVersion(SuiteValue value)
    {
        if (value.Map("engine.version") is not { } map)
        {
            return null;
        }

        var (method, path) = map.Need("call", ("GET", "/"), "GET /version", ReadCall);
        return new VersionSpec(method, path, map.Need("at", "", "/version", PointerText.Read));
    }

    [GeneratedRegex(@"^(\$\{|https?://)", RegexOptions.CultureInvariant)]
    private static partial Regex TemplateStart();
}
