using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Processes;

namespace TestOps.Load.K6;

/// <summary>Finds the k6 binary: what the suite names, then <c>TESTOPS_K6</c>, then <c>k6</c> on the <c>PATH</c>; and asks it for its version.</summary>
public static class K6Discovery
{
    /// <summary>Variable that names the binary.</summary>
    public const string Variable = "TESTOPS_K6";

    private const string Install =
        "install k6 2.0 or later (https://grafana.com/docs/k6/latest/set-up/install-k6/) and see that it is on the PATH, or name it with TESTOPS_K6 or load.k6";

    /// <summary>Finds it. The first place that names one decides: where that is wrong, no other is taken in its stead.</summary>
    /// <exception cref="ToolUnavailableException">There is none, or what was found is not one that can be used.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<K6Tool> FindAsync(LoadSpec load, string suiteFolder, K6Options options, TimeProvider time, CancellationToken cancellationToken)
    {
        var (name, foundBy, folder) = load.K6 is { } named ? (named, "load.k6", suiteFolder)
            : options.Environment(Variable) is { Length: > 0 } variable ? (variable, Variable, Directory.GetCurrentDirectory())
            : ("k6", "PATH", suiteFolder);
        var path = Locate(name, folder, options) ?? throw new ToolUnavailableException("k6", Missing(name, foundBy), HintFor(load));
        var call = new ChildProcessOptions { FileName = path, Arguments = ["version", "--json"], Environment = K6Environment.Bare, Guard = options.Guard, Time = time };
        K6CallResult? answer;
        try
        {
            answer = await K6Call.RunAsync(call, null, K6Defaults.VersionTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (ChildProcessException refused)
        {
            throw new ToolUnavailableException("k6", $"{path} (from {foundBy}) cannot be started: {refused.Message}", HintFor(load), refused);
        }

        var version = answer is null ? null : ReadVersion(answer.Output);
        if (version is null)
        {
            var how = answer is null ? $"did not answer within {K6Defaults.VersionTimeout.TotalSeconds:0} s" : $"answered with exit code {answer.ExitCode} and '{Shown(answer.Output.Length > 0 ? answer.Output : answer.Error)}'";
            throw new ToolUnavailableException("k6", $"{path} (from {foundBy}) is no k6 that can be used: asked for 'version --json' it {how}", HintFor(load));
        }

        return IsUsable(version) ? new K6Tool(path, version, foundBy)
            : throw new ToolUnavailableException("k6", $"{path} (from {foundBy}) is k6 {version}, and the oldest that can be used is v{K6Defaults.OldestVersion}", HintFor(load));
    }

    private static string HintFor(LoadSpec load) =>
        load.Script is null ? $"{Install}; or write driver: builtin, which needs none" : $"{Install}; or describe the load in load.scenarios, which the built-in driver runs without k6";

    private static string Missing(string name, string foundBy) =>
        foundBy == "PATH" ? "the suite's load needs k6, and there is no k6 on the PATH" : $"the suite's load needs k6, and {foundBy} names '{name}', which is no executable file";

    private static string? Locate(string name, string folder, K6Options options)
    {
        if (name.Contains('/', StringComparison.Ordinal) || name.Contains('\\', StringComparison.Ordinal))
        {
            var path = Path.GetFullPath(name, folder);
            return IsExecutable(path) ? path : null;
        }

        var names = OperatingSystem.IsWindows() && !name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? new[] { name + ".exe", name } : [name];
        return (options.Environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(place => names.Select(candidate => Path.Combine(place, candidate)))
            .Where(static path => Path.IsPathFullyQualified(path))
            .FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);

    private static string? ReadVersion(string output)
    {
        try
        {
            return JsonNode.Parse(output) is JsonObject answer && answer["version"] is JsonValue value && value.TryGetValue<string>(out var version)
                && answer.ContainsKey("go_version") && TryParse(version, out _) ? version : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsUsable(string version) => TryParse(version, out var parsed) && parsed >= K6Defaults.OldestVersion;

    // v2.2.0, v2.3.0-rc1: what follows the numbers does not count.
    private static bool TryParse(string version, out Version parsed) =>
        Version.TryParse(version.TrimStart('v').Split('-', '+')[0], out parsed!);

    private static string Shown(string text)
    {
        var line = text.Trim().Split('\n')[0].Trim();
        return line.Length <= 200 ? line : line[..200] + "...";
    }
}
