using System.CommandLine;
using TestOps.Cli.Composition;
using TestOps.Cli.Rendering;
using TestOps.Cli.Reports;
using TestOps.Core;
using TestOps.Core.Planning;
using TestOps.Core.Runs;
using TestOps.Core.Snapshots;

namespace TestOps.Cli.Commands;

/// <summary><c>testops run</c>: simulates, loads and replays the engine of a suite, and ends in a verdict.</summary>
internal sealed class RunCommand
{
    private readonly CliHost _host;
    private readonly Argument<string?> _suite = SuiteArgument.Create();
    private readonly PlanOptions _plan = new();
    private readonly TargetOptions _target = new();
    private readonly Option<bool> _json = new("--json") { Description = "Print the result as JSON on standard output, nothing else there" };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Print the verdict alone, in one line" };
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit 12 where sessions diverge, even above the floor" };
    private readonly Option<TimeSpan?> _timeout = new("--timeout") { Description = "Stop the run after this long (exit 124)", HelpName = "DURATION", CustomParser = Durations.Parse };
    private readonly Option<int?> _workers = WorkerOption.Create();
    private readonly Option<string> _trigger = new("--trigger") { Description = "What starts the run, for the history", DefaultValueFactory = _ => "cli", HelpName = "NAME" };

    private RunCommand(CliHost host) => _host = host;

    public static Command Create(CliHost host)
    {
        var run = new RunCommand(host);
        run._trigger.Validators.Add(Names.Short);
        var command = new Command("run", "Runs a suite: SIM, load, replay, verdict") { run._suite, run._json, run._quiet, run._strict, run._timeout, run._workers, run._trigger };
        run._plan.AddTo(command);
        run._target.AddTo(command);
        command.SetAction(run.ExecuteAsync);
        return Examples.Add(command, "testops run", "testops run suite.yaml --env staging --allow-host toron.staging.example", "testops run --users 50 --fault drift:/consensus/model", "testops run suite.yaml --json --timeout 10m > result.json");
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var planned = _plan.Plan(_host, parsed, SuiteFile.Read(_host, parsed.GetValue(_suite)), _target.Policy(_host, parsed));
        await using var workspace = await Workspace.OpenAsync(_host, parsed.GetValue(GlobalOptions.Data), cancellationToken);
        var runner = new Runner(PhaseSet.Environment(_host, workspace, _target.Policy(_host, parsed), parsed.GetValue(_workers) ?? Environment.ProcessorCount));
        var request = new RunRequest
        {
            Plan = planned.Plan,
            Engine = planned.Engine,
            Trigger = parsed.GetValue(_trigger)!,
            SuitePath = planned.File.Path,
            Overrides = planned.Overrides,
            Given = new OperatorOptions { AllowedHosts = _target.Hosts(parsed), DataFolder = parsed.GetValue(GlobalOptions.Data) },
            Secrets = _host.Secrets.Open(_host, planned.Plan, workspace),
            IsStrict = parsed.GetValue(_strict),
        };
        using var control = new RunControl();
        using var signals = new RunSignals(control, parsed.GetValue(_timeout), _host);
        try
        {
            var show = new RunShow(RunViews.Choose(_host, parsed.GetValue(_quiet), parsed.GetValue(_json)), _host);
            var outcome = await show.AroundAsync(workspace.Store, started => runner.RunAsync(request, control, started));
            await WriteResultAsync(parsed, workspace, outcome.RunId);
            return (int)outcome.Verdict.ExitCode;
        }
        catch (OperationCanceledException) when (control.Reason is { } reason)
        {
            await _host.Error.WriteLineAsync("testops: stopped at once; the run is INTERRUPTED, what was recorded of it until then is kept");
            return (int)RunSignals.ExitCodeOf(reason);
        }
    }

    private async Task WriteResultAsync(ParseResult parsed, Workspace workspace, RunId runId)
    {
        if (parsed.GetValue(_json))
        {
            await using var result = workspace.Snapshots.OpenRead(SnapshotNames.Result(runId)) ?? throw new SnapshotCorruptException(SnapshotNames.Result(runId), "file", "missing");
            using var reader = new StreamReader(result);
            await _host.Out.WriteAsync((await reader.ReadToEndAsync(CancellationToken.None)).TrimEnd() + "\n");
            return;
        }

        var report = await RunReportReader.ReadAsync(workspace, runId, CancellationToken.None);
        var screen = Screen.Of(_host);
        if (parsed.GetValue(_quiet))
        {
            screen.Line(ReportText.Line(report));
            return;
        }

        screen.Line();
        new ReportText(screen, new FollowUp(parsed.GetValue(GlobalOptions.Data)), path => workspace.Display(_host, path)).Write(report, isFull: false);
    }
}
