using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Planning;
using TestOps.Core.Runs;
using TestOps.Core.Safety;
using TestOps.Core.Snapshots;
using TestOps.Core.Suites.Reading;
using TestOps.Testing.Clocks;
using TestOps.Testing.Engines;
using TestOps.Testing.Runs;
using TestOps.Testing.Snapshots;

namespace TestOps.Core.Tests.Runs;

/// <summary>A runner over phases that a test writes, with stores in memory.</summary>
internal sealed class RunWorld
{
    private readonly List<IPhase> _phases = [];

    public ManualTime Time { get; } = new();

    public InMemorySnapshotStore Snapshots { get; } = new();

    public InMemoryRunStore Runs { get; }

    public RunControl Control { get; } = new();

    public RunWorld() => Runs = new InMemoryRunStore(Time);

    /// <summary>The store that the runner gets; <see cref="Runs"/> unless a test puts another around it.</summary>
    public IRunStore? Store { get; init; }

    /// <summary>The snapshot store that the runner gets; <see cref="Snapshots"/> unless a test puts another around it.</summary>
    public ISnapshotStore? Files { get; init; }

    public RunId RunId { get; private set; }

    public static Plan Plan()
    {
        const string suite = """
            version: 1
            name: run
            engine: { kind: toron }
            sim: { users: 2, scenarios: { only: { steps: [{ name: a, call: GET /a }] } } }
            load: { scenarios: { steady: { executor: constant-vus, vus: 1, duration: 1s, exec: only } } }
            replay: { times: 1 }
            """;
        return PlanBuilder.Build(SuiteReader.ReadOrThrow(suite, "test.yaml"), new Dictionary<string, DataTable>(), null, null, new LoadCaps());
    }

    public RunWorld With(string name, Func<PhaseContext, CancellationToken, Task> run)
    {
        _phases.Add(new WrittenPhase(name, run));
        return this;
    }

    /// <summary>The same for a phase that is prepared before the first one starts; it runs as those that the test has not written.</summary>
    public RunWorld WithPrepared(string name, Func<PhaseContext, CancellationToken, Task> prepare)
    {
        _phases.Add(new WrittenPreparedPhase(name, prepare));
        return this;
    }

    /// <summary>Fills the phases that the test has not written: they measure one gate that holds.</summary>
    public Task<RunOutcome> RunAsync(Plan? plan = null, bool isStrict = false)
    {
        foreach (var name in ((string[])["sim", "load", "replay"]).Where(name => _phases.TrueForAll(phase => phase.Name != name)))
        {
            With(name, (context, _) => HoldAsync(context, name));
        }

        var environment = new RunnerEnvironment { Store = Store ?? Runs, Snapshots = Files ?? Snapshots, Phases = _phases, Time = Time, Ids = SequentialIds.Create() };
        var request = new RunRequest { Plan = plan ?? Plan(), Engine = new ScriptedEngine((_, _) => ScriptedEngine.Json("{}")), Trigger = "test", SuitePath = "test.yaml", IsStrict = isStrict };
        return new Runner(environment).RunAsync(request, Control, runId => RunId = runId);
    }

    public async Task<IReadOnlyList<RunEvent>> EventsAsync() => [.. (await Runs.ReadAsync(RunId, 0, 1_000, CancellationToken.None)).Select(entry => entry.Event)];

    public async Task<RunRecord> RecordAsync() => (await Runs.FindAsync(RunId, CancellationToken.None))!;

    public static Task HoldAsync(PhaseContext context, string phase, bool? holds = true) =>
        context.AppendAsync(new GateMeasured(phase, $"{phase}/gate", holds, "1 of 1", "all", null), CancellationToken.None);

    private sealed class WrittenPhase(string name, Func<PhaseContext, CancellationToken, Task> run) : IPhase
    {
        public string Name => name;

        public Task RunAsync(PhaseContext context, CancellationToken cancellationToken) => run(context, cancellationToken);
    }

    private sealed class WrittenPreparedPhase(string name, Func<PhaseContext, CancellationToken, Task> prepare) : IPreparedPhase
    {
        public string Name => name;

        public Task PrepareAsync(PhaseContext context, CancellationToken cancellationToken) => prepare(context, cancellationToken);

        public Task RunAsync(PhaseContext context, CancellationToken cancellationToken) => HoldAsync(context, name);
    }
}
