namespace TestOps.FakeK6;

/// <summary>A command line, checked as k6's flag parser checks it.</summary>
internal sealed class CommandLine
{
    private static readonly string[] s_switches =
    [
        "--no-usage-report", "--no-color", "--quiet", "-q", "--include-system-env-vars", "--execution-requirements", "--insecure-skip-tls-verify", "--no-connection-reuse",
        "--no-vu-connection-reuse", "--throw", "-w", "--discard-response-bodies", "--no-setup", "--no-teardown", "--no-thresholds",
    ];

    private static readonly string[] s_valued =
    [
        "--log-format", "--config", "-c", "--summary-trend-stats", "--summary-export", "--summary-mode", "--out", "-o", "--blacklist-ip", "--block-hostnames", "--tag", "--env", "-e",
        "--address", "-a", "--user-agent", "--rps", "--batch", "--batch-per-host", "--max-redirects", "--min-iteration-duration", "--dns", "--local-ips", "--compatibility-mode",
        "--vus", "-u", "--duration", "-d", "--iterations", "-i", "--stage", "-s",
    ];

    // inspect has fewer.
    private static readonly string[] s_ofInspect =
        ["--execution-requirements", "--include-system-env-vars", "--config", "-c", "--no-color", "--log-format", "--quiet", "-q", "--env", "-e", "--compatibility-mode", "--address", "-a"];

    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);
    private readonly List<string> _rest = [];

    /// <summary>What is wrong with it, as k6 says it; null where nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>As it was given.</summary>
    public required IReadOnlyList<string> Given { get; init; }

    /// <summary>The script: a path, or <c>-</c>.</summary>
    public string Script => _rest[0];

    public static CommandLine Parse(string[] args, bool isRun)
    {
        var line = new CommandLine { Given = args };
        line.Read(args, isRun);
        return line;
    }

    /// <summary>The last value of a flag; null where it was not given.</summary>
    public string? Value(params string[] names) => names.Select(name => _values.GetValueOrDefault(name)?[^1]).FirstOrDefault(value => value is not null);

    public bool Has(string name) => _values.ContainsKey(name);

    private void Read(string[] args, bool isRun)
    {
        for (var index = 0; index < args.Length && Problem is null; index++)
        {
            var (name, value) = args[index].Split('=', 2) is [var head, var tail] && head.StartsWith('-') ? (head, tail) : (args[index], null);
            if (!name.StartsWith('-') || name == "-")
            {
                _rest.Add(args[index]);
            }
            else if (!(s_switches.Contains(name) || s_valued.Contains(name)) || (isRun ? name == "--execution-requirements" : !s_ofInspect.Contains(name)))
            {
                Problem = name.StartsWith("--", StringComparison.Ordinal) ? $"unknown flag: {name}" : $"unknown shorthand flag: '{name[1]}' in {name}";
            }
            else
            {
                Add(name, s_switches.Contains(name) ? value ?? "true" : value ?? (++index < args.Length ? args[index] : null));
            }
        }

        Problem ??= _rest.Count == 1 ? null : $"accepts 1 arg(s), received {_rest.Count}: arg should either be \"-\", if reading script from stdin, or a path to a script file";
    }

    private void Add(string name, string? value)
    {
        if (value is null)
        {
            Problem = $"flag needs an argument: {name}";
            return;
        }

        if (!_values.TryGetValue(name, out var values))
        {
            _values[name] = values = [];
        }

        values.Add(value);
    }
}
