using System.CommandLine;
using TestOps.Cli.Composition;
using TestOps.Cli.Rendering;
using TestOps.Cli.Reports;
using TestOps.Core.Runs;
using TestOps.Core.Safety;
using TestOps.Core.Snapshots;

namespace TestOps.Cli.Commands;

/// <summary><c>testops run</c>: simulates, loads and replays the engine of a suite, and ends in a verdict.</summary>
internal sealed class RunCommand
{
    private readonly CliHost _host;
    private readonly PlanOptions _plan = new();
    private readonly Option<bool> _json = new("--json") { Description = "Print the result as JSON on standard output, nothing else" };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Print the verdict alone" };
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit 12 where sessions diverge, even above the floor" };
    private readonly Option<TimeSpan?> _timeout = new("--timeout") { Description = "Stop the run after this long (exit 124)", HelpName = "DURATION", CustomParser = Durations.Parse };
    private readonly Option<int?> _workers = new("--workers") { Description = "Workers of SIM and replay (default: processors)", HelpName = "N" };
    private readonly Option<string[]> _allowHosts = new("--allow-host") { Description = "A host that may be called besides loopback (TESTOPS_ALLOW_HOSTS)", HelpName = "HOST" };
    private readonly Option<string> _trigger = new("--trigger") { Description = "What starts the run, for the history", DefaultValueFactory = _ => "cli", HelpName = "NAME" };

    private RunCommand(CliHost host) => _host = host;

    public static Command Create(CliHost host)
    {
        var run = new RunCommand(host);
        var command = new Command("run", "Runs a suite: SIM, load, replay, verdict") { run._json, run._quiet, run._strict, run._timeout, run._workers, run._allowHosts, run._trigger };
        run._plan.AddTo(command);
        command.SetAction(run.ExecuteAsync);
        return command;
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (file, overrides, plan) = _plan.Plan(_host, parsed);
        await using var workspace = await Workspace.OpenAsync(_host, parsed.GetValue(GlobalOptions.Data), cancellationToken);
        var engine = new EngineSet(_host, Policy(parsed)).Create(plan);
        var runner = new Runner(PhaseSet.Environment(_host, workspace, Policy(parsed), parsed.GetValue(_workers) ?? Environment.ProcessorCount));
        using var control = new RunControl();
        using var signals = new Signals(control, parsed.GetValue(_timeout), _host.Time);
        var started = new TaskCompletionSource<RunId>(TaskCreationOptions.RunContinuationsAsynchronously);
        var view = RunViews.Choose(_host, isQuiet: parsed.GetValue(_quiet), isJson: parsed.GetValue(_json));
        var showing = ShowAsync(view, workspace, started.Task);
        var request = new RunRequest
        {
            Plan = plan,
            Engine = engine,
            Trigger = parsed.GetValue(_trigger)!,
            SuitePath = file.Path,
            Overrides = overrides,
            IsStrict = parsed.GetValue(_strict),
        };
        var outcome = await RunAsync(runner, request, control, started);
        await showing;
        await WriteResultAsync(parsed, workspace, outcome.RunId);
        return (int)outcome.Verdict.ExitCode;
    }

    private static async Task<RunOutcome> RunAsync(Runner runner, RunRequest request, RunControl control, TaskCompletionSource<RunId> started)
    {
        try
        {
            return await runner.RunAsync(request, control, started.SetResult);
        }
        catch
        {
            // Nobody may wait for a run that never began.
            started.TrySetCanceled(CancellationToken.None);
            throw;
        }
    }

    private async Task ShowAsync(IRunView view, Workspace workspace, Task<RunId> started)
    {
        var runId = await started;
        await view.FollowAsync(workspace.Store, runId, _host.Time, CancellationToken.None);
    }

    private async Task WriteResultAsync(ParseResult parsed, Workspace workspace, RunId runId)
    {
        if (parsed.GetValue(_json))
        {
            await using var result = workspace.Snapshots.OpenRead(SnapshotNames.Result(runId)) ?? throw new SnapshotCorruptException(SnapshotNames.Result(runId), "file", "missing");
            using var reader = new StreamReader(result);
            await _host.Out.WriteLineAsync((await reader.ReadToEndAsync(CancellationToken.None)).TrimEnd());
            return;
        }

        var report = await RunReportReader.ReadAsync(workspace, runId, CancellationToken.None);
        if (parsed.GetValue(_quiet))
        {
            await _host.Out.WriteLineAsync(ReportText.Line(report));
            return;
        }

        await _host.Out.WriteLineAsync();
        new ReportText(Screen.Of(_host), new FollowUp(parsed.GetValue(GlobalOptions.Data)), path => workspace.Display(_host, path)).Write(report, isFull: false);
    }

    private TargetPolicy Policy(ParseResult parsed)
    {
        var fromEnvironment = (_host.Environment("TESTOPS_ALLOW_HOSTS") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new TargetPolicy([.. parsed.GetValue(_allowHosts) ?? [], .. fromEnvironment]);
    }
}
