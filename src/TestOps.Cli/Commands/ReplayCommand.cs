using System.CommandLine;
using TestOps.Cli.Composition;
using TestOps.Cli.Rendering;
using TestOps.Cli.Reports;
using TestOps.Core;
using TestOps.Core.Planning;
using TestOps.Core.Snapshots;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;
using TestOps.Sim.Masking;
using TestOps.Sim.Replaying;

namespace TestOps.Cli.Commands;

/// <summary><c>testops replay</c>: drives the engine again from a snapshot alone and compares its answers.</summary>
internal sealed class ReplayCommand
{
    private const int TimesMax = 100;

    private readonly CliHost _host;
    private readonly Argument<string> _snapshot = RunArgument.CreateSnapshot();
    private readonly Option<long?> _session = new("--session") { Description = "One session alone; for a black-box engine every session before it, too", HelpName = "N" };
    private readonly Option<int> _times = new("--times") { Description = $"How many replays, 1 to {TimesMax}", DefaultValueFactory = _ => 1, HelpName = "N" };
    private readonly Option<string?> _masks = new("--masks") { Description = "Calls no engine: judges the recorded replays anew under the masks in FILE and those in force", HelpName = "FILE" };
    private readonly Option<string?> _url = new("--url") { Description = "Base URL in place of the recorded one, for an http engine", HelpName = "URL" };
    private readonly Option<string[]> _faults = FaultOption.Create();
    private readonly Option<int?> _workers = WorkerOption.Create();
    private readonly TargetOptions _target = new();

    private ReplayCommand(CliHost host) => _host = host;

    public static Command Create(CliHost host)
    {
        var replay = new ReplayCommand(host);
        replay._session.Validators.Add(Ranges.Whole(0, int.MaxValue));
        replay._times.Validators.Add(Ranges.Whole(1, TimesMax));
        var command = new Command("replay", "Drives the engine again from a snapshot and compares its answers with the recorded ones")
        {
            replay._snapshot, replay._session, replay._times, replay._masks, replay._url, replay._faults, replay._workers,
        };
        replay._target.AddTo(command);
        command.SetAction(replay.ExecuteAsync);
        return Examples.Add(command, "testops replay last", "testops replay 01a20689 --session 17", "testops replay last --masks masks.yaml", "testops replay last --times 3 --url http://127.0.0.1:8081");
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var reference = await SnapshotReference.FindAsync(_host, parsed.GetValue(GlobalOptions.Data), parsed.GetValue(_snapshot)!, cancellationToken);
        var snapshot = reference.Open();
        if (snapshot.Head.Trace is null)
        {
            throw new UnknownRunException($"run {reference.RunId} recorded no trace, so that there is nothing to replay", "it ended before a session was complete: see why with testops show, and run the suite again");
        }

        var plan = snapshot.RebuildPlan();
        if (parsed.GetValue(_masks) is { } masks)
        {
            return (int)Judge(snapshot, plan, MaskListReader.ReadOrThrow(SuiteFile.ReadText(_host, masks), masks, plan.Suite), cancellationToken);
        }

        if (reference.Run is { } run && !run.Status.IsFinal())
        {
            throw new UnknownRunException($"run {reference.RunId} is {run.Status.ToText()} and writes its own replays: one of yours would take the name of its next record, and end it", "wait for its end, then replay it");
        }

        var session = parsed.GetValue(_session);
        CheckSession(snapshot, plan, session);
        var engine = new EngineSet(_host, _target.Policy(_host, parsed)).Create(Override(parsed, plan.Suite.Engine), plan.Variables, snapshot.Head.Text("suite", "path"));
        var replays = new ReplayEngine(PhaseSet.Sim(_host, reference.Spill, parsed.GetValue(_workers) ?? Environment.ProcessorCount), reference.Files);
        var secrets = reference.Workspace is { } workspace ? _host.Secrets.Open(_host, plan, workspace) : _host.Secrets.Open(_host, plan);
        secrets.RequireAll();
        var results = new List<ReplayResult>();
        var first = snapshot.Replays.DefaultIfEmpty(0).Max() + 1;
        for (var number = first; number < first + parsed.GetValue(_times); number++)
        {
            await using var heartbeat = new ReplayHeartbeat(_host, number);
            results.Add(await replays.ReplayAsync(snapshot, engine, new ReplayRequest(number, OnlySession: session) { Secrets = secrets }, heartbeat.Report, cancellationToken));
        }

        var summary = new ReplaySummary(snapshot.Head, plan, results);
        var proposal = summary.IsRegressionCheck ? null : MaskProposer.Propose(snapshot, plan, [.. results.Select(result => result.Number)], cancellationToken);
        new ReplayView(Screen.Of(_host)).Write(summary, proposal, file => reference.Display(_host, file));
        return (int)summary.ExitCode;
    }

    private ExitCode Judge(Snapshot snapshot, Plan plan, IReadOnlyList<MaskSpec> added, CancellationToken cancellationToken)
    {
        var replays = snapshot.Replays;
        if (replays.Count == 0)
        {
            throw new UnknownRunException("the snapshot has no replay to judge", "make one first: testops replay RUN");
        }

        var spec = plan.Suite.Replay ?? new ReplaySpec();
        var masked = plan with { Suite = plan.Suite with { Replay = spec with { Masks = [.. spec.Masks, .. added] } } };
        var before = MaskedReplays.Judge(snapshot, plan, plan.Masks, replays, cancellationToken);
        var after = MaskedReplays.Judge(snapshot, masked, masked.Masks, replays, cancellationToken);
        return new MaskedView(Screen.Of(_host)).Write(snapshot.Head.RunId, spec, before, after, added.Count, MaskProposer.Propose(snapshot, masked, replays, cancellationToken));
    }

    private static void CheckSession(Snapshot snapshot, Plan plan, long? session)
    {
        if (session is { } number && snapshot.Head.Trace is { } trace && !plan.Selection.IsPartial && number >= trace.Sessions)
        {
            throw new UnknownRunException($"the snapshot has no session {number}", $"its sessions are 0 to {trace.Sessions - 1}");
        }

        if (session is { } left && plan.Selection.IsPartial && !plan.SessionNumbers().Contains(left))
        {
            throw new UnknownRunException($"session {left} was left out of the run, which is partial ({plan.Selection.Words})", "choose another one, or replay a whole run");
        }
    }

    /// <summary>The recorded engine with what the command line changes of it.</summary>
    private EngineSpec Override(ParseResult parsed, EngineSpec engine)
    {
        var url = parsed.GetValue(_url);
        var faults = parsed.GetValue(_faults) ?? [];
        if (url is not null && engine.Kind != "http")
        {
            throw new OptionRefusedException($"--url: the recorded engine is {engine.Kind}, which has no address", "leave --url out, or record a run of an http engine");
        }

        if (faults.Length > 0 && engine.Kind != "toron")
        {
            throw new OptionRefusedException($"--fault: the recorded engine is {engine.Kind}; faults are planted into toron only", "leave --fault out");
        }

        // Who names an address runs the engine there: nothing is started, and a command of this machine would reset another engine.
        return url is null
            ? engine with { Faults = [.. engine.Faults, .. faults] }
            : engine with { BaseUrl = url, Start = null, Reset = engine.Reset as CallReset };
    }
}
