using System.Security.Cryptography;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Processes;

namespace TestOps.Load.K6;

/// <summary>Lets k6 look at a script before anything starts: its init code runs, nothing else.</summary>
/// <param name="tool">The k6.</param>
/// <param name="call">What all calls have in common: environment, guard, clock.</param>
/// <param name="config">Path of an empty configuration, so that the user's own does not count.</param>
/// <param name="ofInit">Arguments of the suite that init code sees.</param>
internal sealed class K6Inspection(K6Tool tool, ChildProcessOptions call, string config, IReadOnlyList<string> ofInit)
{
    private const string NeedsExtension = "unknown modules";

    /// <summary>Inspects a script.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="name">What the suite calls it.</param>
    /// <param name="cancellationToken">Cancels the inspection.</param>
    /// <exception cref="InvalidSuiteException">k6 refuses it; the problem has k6's own words.</exception>
    public async Task<K6Script> ScriptAsync(string path, string name, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw Refused(name, $"there is no file {path}", "name a script beside the suite");
        }

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false)));
        var result = await RunAsync(path, Path.GetDirectoryName(path)!, null, cancellationToken).ConfigureAwait(false)
            ?? throw Refused(name, FormattableString.Invariant($"k6 inspect did not end within {K6Defaults.InspectTimeout.TotalSeconds:0} s"), "keep the script's init code short: it runs once for each virtual user, too");
        if (result.ExitCode != 0)
        {
            throw Refused(name, FormattableString.Invariant($"k6 refuses it (exit code {result.ExitCode}): {Reason(result)}"), HintFor(result));
        }

        var options = K6ScriptOptions.Parse(result.Output) ?? throw Refused(name, "k6 inspect printed no options", $"see what {tool.Path} inspect --execution-requirements prints for it");
        return new K6Script(path, sha256, options, result.Output);
    }

    /// <summary>The text of a wrapper that k6 takes for the script itself; null where there is none, and the script is run without one.</summary>
    public async Task<string?> WrapperAsync(K6Script script, string summary, CancellationToken cancellationToken)
    {
        foreach (var hasDefault in (bool[])[true, false])
        {
            var text = K6Wrapper.Of(script.Path, summary, hasDefault);
            var result = await RunAsync("-", script.Folder, text, cancellationToken).ConfigureAwait(false);
            if (result is { ExitCode: 0 })
            {
                // Whatever a script does to its exports: the wrapper counts only where k6 sees the same options through it.
                return result.Output == script.Inspected ? text : null;
            }
        }

        return null;
    }

    /// <summary>Adds a problem for each cap of the operator that the script's options exceed.</summary>
    public static void CheckCaps(K6ScriptOptions options, LoadCaps caps, List<SuiteProblem> problems)
    {
        if (options.VusMax > caps.MaxVus)
        {
            problems.Add(Exceeded(FormattableString.Invariant($"{options.VusMax} virtual users"), FormattableString.Invariant($"{caps.MaxVus}"), FormattableString.Invariant($"--max-vus {options.VusMax}")));
        }

        if (options.RateMax > caps.MaxRate)
        {
            problems.Add(Exceeded(FormattableString.Invariant($"{options.RateMax:0.##} iteration starts a second"), FormattableString.Invariant($"{caps.MaxRate:0.##}"), FormattableString.Invariant($"--max-rate {Math.Ceiling(options.RateMax)}")));
        }

        if (options.Duration > caps.MaxDuration)
        {
            problems.Add(Exceeded($"a load of {DurationText.Format(options.Duration)}", DurationText.Format(caps.MaxDuration), $"--max-duration {DurationText.Format(options.Duration)}"));
        }
    }

    private static SuiteProblem Exceeded(string planned, string limit, string flag) =>
        new("load.script", 0, $"the script's options plan {planned}, the operator's cap is {limit}", $"lower them in the script, or raise the cap with {flag}") { ExceedsCap = true };

    private Task<K6CallResult?> RunAsync(string script, string folder, string? input, CancellationToken cancellationToken) => K6Call.RunAsync(
        call with
        {
            FileName = tool.Path,
            Arguments = ["inspect", "--execution-requirements", "--include-system-env-vars", "--config", config, "--no-color", "--log-format", "json", .. ofInit, script],
            WorkingDirectory = folder,
        },
        input,
        K6Defaults.InspectTimeout,
        cancellationToken);

    private static InvalidSuiteException Refused(string name, string message, string hint) => new($"load script {name}", [new SuiteProblem("load.script", 0, $"{name}: {message}", hint)]);

    private static string Reason(K6CallResult result)
    {
        var records = result.Error.Split('\n').Select(static line => K6LogLine.Parse(line.TrimEnd('\r'))).OfType<K6LogLine>().ToList();
        var said = records.LastOrDefault(static record => record.Level is "error" or "fatal")?.Message ?? result.Error;
        return said.Length == 0 ? "it says nothing" : said.Trim().ReplaceLineEndings(" ").Replace("\t", " ", StringComparison.Ordinal);
    }

    private static string HintFor(K6CallResult result) =>
        result.Error.Contains(NeedsExtension, StringComparison.Ordinal) ? "build a k6 that has the extension (xk6) and name it in load.k6: TestOps does not let k6 download and run another binary"
        : result.ExitCode == 104 ? "correct the script's options; try: k6 inspect --execution-requirements SCRIPT"
        : "correct the script; try: k6 inspect --execution-requirements SCRIPT";
}
