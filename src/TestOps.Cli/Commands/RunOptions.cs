using System.CommandLine;
using TestOps.Cli.Composition;
using TestOps.Cli.Rendering;
using TestOps.Cli.Reports;
using TestOps.Core;
using TestOps.Core.Planning;
using TestOps.Core.Runs;
using TestOps.Core.Snapshots;

namespace TestOps.Cli.Commands;

/// <summary>What every command takes that makes a run: how it is shown, how long it may take, what it is compared with. It also carries the run out.</summary>
internal sealed class RunOptions
{
    private readonly Option<bool> _json = new("--json") { Description = "Print the result as JSON on standard output, nothing else there" };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Print the verdict alone, in one line" };
    private readonly Option<TimeSpan?> _timeout = new("--timeout") { Description = "Stop the run after this long (exit 124)", HelpName = "DURATION", CustomParser = Durations.Parse };
    private readonly Option<string> _trigger = new("--trigger") { Description = "What starts the run, for the history", DefaultValueFactory = _ => "cli", HelpName = "NAME" };
    private readonly BaselineOption _baseline = new();
    private readonly TargetOptions _target;

    public RunOptions(TargetOptions target)
    {
        _target = target;
        _trigger.Validators.Add(Names.Short);
    }

    /// <summary>Adds those that say how a run is shown.</summary>
    public void AddShownTo(Command command)
    {
        command.Options.Add(_json);
        command.Options.Add(_quiet);
    }

    /// <summary>Adds the others.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_timeout);
        command.Options.Add(_trigger);
        _baseline.AddTo(command);
    }

    /// <summary>Runs what is planned to its verdict, shows it, and answers the exit code.</summary>
    public async Task<int> ExecuteAsync(CliHost host, ParseResult parsed, PlannedRun planned, int workers, bool isStrict, CancellationToken cancellationToken)
    {
        await using var workspace = await Workspace.OpenAsync(host, parsed.GetValue(GlobalOptions.Data), cancellationToken);
        var runner = new Runner(PhaseSet.Environment(host, workspace, _target.Policy(host, parsed), workers));
        var request = new RunRequest
        {
            Plan = planned.Plan,
            Engine = planned.Engine,
            Trigger = parsed.GetValue(_trigger)!,
            SuitePath = planned.File.Path,
            Overrides = planned.Overrides,
            Given = new OperatorOptions { AllowedHosts = _target.Hosts(parsed), DataFolder = parsed.GetValue(GlobalOptions.Data) },
            Secrets = host.Secrets.Open(host, planned.Plan, workspace),
            Baseline = await _baseline.FindAsync(parsed, workspace, planned.Plan, cancellationToken),
            IsStrict = isStrict,
        };
        using var control = new RunControl();
        using var signals = new RunSignals(control, parsed.GetValue(_timeout), host);
        try
        {
            var show = new RunShow(RunViews.Choose(host, parsed.GetValue(_quiet), parsed.GetValue(_json)), host);
            var outcome = await show.AroundAsync(workspace.Store, started => runner.RunAsync(request, control, started));
            await WriteResultAsync(host, parsed, workspace, outcome.RunId);
            return (int)outcome.Verdict.ExitCode;
        }
        catch (OperationCanceledException) when (control.Reason is { } reason)
        {
            await host.Error.WriteLineAsync("testops: stopped at once; the run is INTERRUPTED, what was recorded of it until then is kept");
            return (int)RunSignals.ExitCodeOf(reason);
        }
    }

    private async Task WriteResultAsync(CliHost host, ParseResult parsed, Workspace workspace, RunId runId)
    {
        if (parsed.GetValue(_json))
        {
            await using var result = workspace.Snapshots.OpenRead(SnapshotNames.Result(runId)) ?? throw new SnapshotCorruptException(SnapshotNames.Result(runId), "file", "missing");
            using var reader = new StreamReader(result);
            await host.Out.WriteAsync((await reader.ReadToEndAsync(CancellationToken.None)).TrimEnd() + "\n");
            return;
        }

        var report = await RunReportReader.ReadAsync(workspace, runId, CancellationToken.None);
        var screen = Screen.Of(host);
        if (parsed.GetValue(_quiet))
        {
            screen.Line(ReportText.Line(report));
            return;
        }

        screen.Line();
        new ReportText(screen, new FollowUp(parsed.GetValue(GlobalOptions.Data)), path => workspace.Display(host, path)).Write(report, isFull: false);
    }
}
