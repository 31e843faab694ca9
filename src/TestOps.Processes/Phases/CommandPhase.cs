using System.Text.Json.Nodes;
using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Suites;
using TestOps.Core.Verdicts;
using TestOps.Core.WarRoom;

namespace TestOps.Processes.Phases;

/// <summary>
/// A command of the suite as a phase: exit code 0 passes. What it printed last is an artifact of the snapshot. It is stopped in two stages, with everything that
/// it started, after its limit and when the run is stopped.
/// </summary>
/// <param name="spec">The command.</param>
/// <param name="folder">Folder of the suite, full path.</param>
/// <param name="guard">The guard that it runs under; null runs it without one.</param>
public sealed class CommandPhase(CommandPhaseSpec spec, string folder, GuardCommand? guard) : IPhase
{
    private const string Unit = "command";
    private const int LastWordsMax = 2000;

    /// <inheritdoc />
    public string Name => spec.Name;

    /// <inheritdoc />
    /// <exception cref="ChildProcessException">The program cannot be started.</exception>
    public async Task RunAsync(PhaseContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await context.AppendAsync(new PhaseProgress(Name, 0, 1, Unit, spec.Text), CancellationToken.None).ConfigureAwait(false);
        var result = await ChildCommand.ObserveAsync(Options(context), spec.Timeout, cancellationToken).ConfigureAwait(false);
        context.AddArtifact(Name, Artifact(result));
        if (result.WasCancelled)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        await JudgeAsync(context, result).ConfigureAwait(false);
        await context.AppendAsync(new PhaseProgress(Name, 1, 1, Unit, spec.Text), CancellationToken.None).ConfigureAwait(false);
    }

    private async Task JudgeAsync(PhaseContext context, ChildCommandResult result)
    {
        var holds = result is { ExitCode: 0, TimedOut: false };
        var how = result.TimedOut
            ? $"stopped after {DurationText.Format(spec.Timeout)}"
            : result.ExitText;
        var words = LastWords(result.Output);
        var detail = holds ? null : words.Length == 0 ? "it printed nothing" : $"its last line: {words.Split('\n')[^1].Trim()}";
        await context.AppendAsync(new GateMeasured(Name, GateIds.OfCommand(Name), holds, how, "exit code 0", null, detail), CancellationToken.None).ConfigureAwait(false);
        if (!holds)
        {
            var facts = context.Facts(("phase", Name), ("command", spec.Text), ("reason", $"{spec.Text}: {how}"), ("gate", GateIds.OfCommand(Name)), ("output", words));
            await context.OpenIncidentAsync(IncidentCodes.PhaseCommandFailed, Name, $"{spec.Text}: {how}; {detail}", facts, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private ChildProcessOptions Options(PhaseContext context)
    {
        var values = new CommandValues(context);
        string[] command = [.. spec.Command.Select(values.Render)];
        return new ChildProcessOptions
        {
            FileName = command[0],
            Arguments = command[1..],
            Environment = spec.Environment.ToDictionary(variable => variable.Key, variable => values.Render(variable.Value), StringComparer.Ordinal),
            WorkingDirectory = spec.Directory is null ? folder : Path.Combine(folder, spec.Directory),
            Guard = guard,
            Time = context.Time,
            DisplayText = spec.Text,
        };
    }

    private JsonObject Artifact(ChildCommandResult result) => new()
    {
        ["command"] = spec.Text,
        ["exit_code"] = result.ExitCode,
        ["timed_out"] = result.TimedOut,
        ["cancelled"] = result.WasCancelled,
        ["elapsed_ms"] = (long)result.Elapsed.TotalMilliseconds,
        ["output"] = result.Output,
        ["output_bytes"] = result.OutputBytes,
    };

    private static string LastWords(string output)
    {
        var words = output.Trim();
        return words[Math.Max(0, words.Length - LastWordsMax)..];
    }
}
