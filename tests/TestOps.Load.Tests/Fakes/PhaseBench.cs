using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Planning;
using TestOps.Core.Runs;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Testing.Runs;

namespace TestOps.Load.Tests.Fakes;

/// <summary>The load phase with a journal in memory.</summary>
internal sealed class PhaseBench : IAsyncDisposable
{
    private const string Saturated = "the generator was saturated: see load/generator";

    private PhaseBench(HookedJournal journal, PhaseContext context)
    {
        Journal = journal;
        Context = context;
    }

    public HookedJournal Journal { get; }

    public PhaseContext Context { get; }

    public static async Task<PhaseBench> CreateAsync(IEngine engine, LoadSpec load, Action<RunEvent>? before = null, LoadCaps? caps = null, DataTable? data = null, IReadOnlyList<StepSpec>? steps = null, LoadBaseline? baseline = null, Plan? plan = null, LoadPhase? phase = null)
    {
        var runId = new RunId(new Guid("01890000-0000-7000-8000-000000000001"));
        var record = new RunRecord { RunId = runId, Trigger = "test", Suite = "sample", Status = RunStatus.Pending, CreatedAt = DateTimeOffset.UnixEpoch };
        var journal = new HookedJournal(await new InMemoryRunStore(TimeProvider.System).CreateAsync(record, CancellationToken.None), before);
        var context = new PhaseContext
        {
            RunId = runId,
            Plan = plan ?? PlanOf(load, caps ?? new LoadCaps(), data, steps ?? [Step(data)]),
            Engine = engine,
            Journal = journal,
            SuitePath = "sample.yaml",
            Time = TimeProvider.System,
            Baseline = baseline,
        };
        return new PhaseBench(journal, context) { Phase = phase ?? new LoadPhase(TargetPolicy.LoopbackOnly) };
    }

    public LoadPhase Phase { get; init; } = new(TargetPolicy.LoopbackOnly);

    public Task RunAsync(CancellationToken cancellationToken = default) =>
        Phase.RunAsync(Context, cancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, CancellationToken.None);

    /// <summary>A gate without what it says of this machine: other tests share the process.</summary>
    public GateMeasured Gate(string gate) => Journal.Events.OfType<GateMeasured>().Single(measured => measured.Gate == gate) switch
    {
        { Detail: { } detail } measured => measured with { Detail = detail.Replace("; " + Saturated, "", StringComparison.Ordinal) is var rest && rest == Saturated ? null : rest },
        var measured => measured,
    };

    public MetricMeasured Metric(string name) => Journal.Events.OfType<MetricMeasured>().Single(measured => measured.Name == name);

    public IReadOnlyList<string> Incidents => [.. Journal.Events.OfType<IncidentOpened>().Select(incident => incident.Code).Where(code => code != "LOAD.GENERATOR_SATURATED")];

    public ValueTask DisposeAsync() => Journal.DisposeAsync();

    private static Plan PlanOf(LoadSpec load, LoadCaps caps, DataTable? data, IReadOnlyList<StepSpec> steps) => new()
    {
        Sessions = 0,
        Suite = new Suite
        {
            Name = "sample",
            Engine = new EngineSpec { Kind = "http" },
            Sim = new SimSpec { Scenarios = [new ScenarioSpec { Name = "ask", Steps = steps }] },
            Load = load,
            SourceText = "",
        },
        Seed = 42,
        Caps = caps,
        Data = data is null ? new Dictionary<string, DataTable>() : new Dictionary<string, DataTable> { [data.Name] = data },
        Phases = ["load"],
        Cost = new PlanCost(0, 0, null, TimeSpan.FromSeconds(1), TimeSpan.Zero),
    };

    private static CallStepSpec Step(DataTable? data) => new()
    {
        Name = "ask",
        Method = "POST",
        Path = "/query",
        Body = data is null ? "a prompt" : $"${{data.{data.Name}.id}}",
        Expect = [new AtCheck("/id", new Conditions { EqualTo = new Expected(1) }) { Name = "id" }],
    };
}
