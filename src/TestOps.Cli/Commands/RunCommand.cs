using System.CommandLine;
using TestOps.Cli.Composition;

namespace TestOps.Cli.Commands;

/// <summary><c>testops run</c>: simulates, loads and replays the engine of a suite, and ends in a verdict.</summary>
internal sealed class RunCommand
{
    private readonly CliHost _host;
    private readonly Argument<string?> _suite = SuiteArgument.Create();
    private readonly PlanOptions _plan = new();
    private readonly TargetOptions _target = new();
    private readonly RunOptions _run;
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit 12 where sessions diverge, even above the floor" };
    private readonly Option<int?> _workers = WorkerOption.Create();

    private RunCommand(CliHost host)
    {
        _host = host;
        _run = new RunOptions(_target);
    }

    public static Command Create(CliHost host)
    {
        var run = new RunCommand(host);
        var command = new Command("run", "Runs a suite: SIM, load, replay, verdict") { run._suite };
        run._run.AddShownTo(command);
        command.Options.Add(run._strict);
        command.Options.Add(run._workers);
        run._run.AddTo(command);
        run._plan.AddTo(command);
        run._target.AddTo(command);
        command.SetAction(run.ExecuteAsync);
        return Examples.Add(command, "testops run", "testops run suite.yaml --env staging --allow-host toron.staging.example", "testops run --users 50 --fault drift:/consensus/model", "testops run suite.yaml --json --timeout 10m > result.json");
    }

    private Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var planned = _plan.Plan(_host, parsed, SuiteFile.Read(_host, parsed.GetValue(_suite)), _target.Policy(_host, parsed));
        return _run.ExecuteAsync(_host, parsed, planned, parsed.GetValue(_workers) ?? Environment.ProcessorCount, parsed.GetValue(_strict), cancellationToken);
    }
}
