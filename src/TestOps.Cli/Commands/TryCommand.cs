using System.CommandLine;
using TestOps.Cli.Composition;
using TestOps.Cli.Rendering;
using TestOps.Core.Clocks;
using TestOps.Core.Engines;
using TestOps.Core.Secrets;
using TestOps.Core.Sessions;
using TestOps.Core.Suites;

namespace TestOps.Cli.Commands;

/// <summary><c>testops try</c>: runs one session of a scenario and prints its requests and answers. Nothing is stored.</summary>
internal sealed class TryCommand
{
    private readonly CliHost _host;
    private readonly Argument<string> _scenario = new("scenario") { Description = "Scenario of the suite", HelpName = "SCENARIO" };
    private readonly Option<string?> _suite = new("--suite") { Description = "Suite file (default: the bundled sample)", HelpName = "SUITE" };
    private readonly Option<long> _session = new("--session") { Description = "Session number, from 0: its data rows and random draws", DefaultValueFactory = _ => 0, HelpName = "N" };
    private readonly PlanOptions _plan = new();
    private readonly TargetOptions _target = new();

    private TryCommand(CliHost host) => _host = host;

    public static Command Create(CliHost host)
    {
        var attempt = new TryCommand(host);
        attempt._session.Validators.Add(Ranges.Whole(0, int.MaxValue));
        var command = new Command("try", "Runs one session of a scenario and prints its requests and answers; nothing is stored") { attempt._scenario, attempt._suite, attempt._session };
        attempt._plan.AddInputsTo(command);
        attempt._target.AddTo(command);
        command.SetAction(attempt.ExecuteAsync);
        return Examples.Add(command, "testops try ask", "testops try browse --suite suite.yaml --session 17 --env local");
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var planned = _plan.Plan(_host, parsed, SuiteFile.Read(_host, parsed.GetValue(_suite)), _target.Policy(_host, parsed));
        var name = parsed.GetValue(_scenario)!;
        var scenarios = planned.Plan.Suite.Sim!.Scenarios;
        if (scenarios.All(scenario => scenario.Name != name))
        {
            throw new UnknownRunException($"the suite has no scenario '{name}'", $"it has {string.Join(", ", scenarios.Select(scenario => scenario.Name))}");
        }

        var session = parsed.GetValue(_session);
        if (planned.Plan.Data.Values.FirstOrDefault(table => table.Pick == DataPick.Unique && session >= table.Rows.Count) is { } table)
        {
            throw new UnknownRunException($"session {session} has no row in '{table.Name}', which gives {table.Rows.Count} rows to one session each", $"choose a session from 0 to {table.Rows.Count - 1}");
        }

        var secrets = _host.Secrets.Open(_host, planned.Plan);
        secrets.RequireAll();
        await using var lease = await planned.Engine.LeaseAsync(new LeaseRequest(LeasePurpose.Sim), cancellationToken);
        var program = SessionProgram.Compile(planned.Plan);
        var view = new SessionView(Screen.Of(_host), program, session);
        view.Begin(name, planned.Engine, lease);
        var runner = new SessionRunner(program, Options(lease, planned.Plan.Suite.Sim.RealThink, secrets), view);
        var isComplete = await runner.RunAsync(session, program.Scenario(name), lease.ClientFor(session), cancellationToken);
        var end = await lease.EndOfProcessAsync(cancellationToken);
        return (int)view.End(isComplete, end is null ? null : secrets.Redact(end));
    }

    private SessionOptions Options(EngineLease lease, bool spendsThink, RunSecrets secrets) => new()
    {
        Records = true,
        ShowsKept = true,
        SpendsThink = spendsThink,
        Clock = lease.Evidence == EvidenceClass.Controlled ? SessionClock.Virtual : () => SessionClock.Wall(_host.Time),
        Time = _host.Time,
        EngineBase = lease.BaseAddress?.GetLeftPart(UriPartial.Authority),
        EnginePort = lease.BaseAddress?.Port,
        BaseAddress = lease.BaseAddress,
        Secrets = secrets,
    };
}
