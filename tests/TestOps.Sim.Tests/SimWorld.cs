using System.Text;
using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Planning;
using TestOps.Core.Runs;
using TestOps.Core.Safety;
using TestOps.Core.Snapshots;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;
using TestOps.Engines.Toron;
using TestOps.Sim.Replaying;
using TestOps.Testing.Runs;
using TestOps.Testing.Sessions;
using TestOps.Testing.Snapshots;

namespace TestOps.Sim.Tests;

/// <summary>A whole run in memory: suite text in, verdict and evidence out.</summary>
internal sealed class SimWorld
{
    public InMemorySnapshotStore Snapshots { get; } = new();

    public InMemoryRunStore Store { get; } = new(TimeProvider.System);

    public int Workers { get; init; } = 2;

    public SuiteOverrides Overrides { get; init; } = SuiteOverrides.None;

    public bool IsStrict { get; init; }

    public DateOnly? Today { get; init; }

    /// <summary>Files beside the suite.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    public IEngine? Engine { get; init; }

    public IdSource Ids { get; init; } = new(Guid.CreateVersion7);

    public RunControl Control { get; } = new();

    public InMemorySpillStore Spill { get; } = new();

    public long? ReorderBytesMax { get; init; }

    public SimEnvironment Environment
    {
        get
        {
            var environment = new SimEnvironment { Workers = new TaskWorkerPool(Workers), Spill = Spill, Time = TimeProvider.System };
            return ReorderBytesMax is { } most
                ? new SimEnvironment { Workers = environment.Workers, Spill = Spill, Time = environment.Time, ReorderBytesMax = most }
                : environment;
        }
    }

    public static Plan PlanOf(string yaml, SuiteOverrides? overrides = null, DateOnly? today = null, params (string Name, string Lines)[] data) => PlanOf(yaml, overrides, today, null, data);

    private static Plan PlanOf(string yaml, SuiteOverrides? overrides, DateOnly? today, IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? files, (string Name, string Lines)[] data)
    {
        var suite = SuiteReader.ReadOrThrow(yaml, "test.yaml");
        var tables = data.ToDictionary(
            file => file.Name,
            file => DataTableReader.Parse(suite.Sim!.Data[file.Name], Encoding.UTF8.GetBytes(file.Lines)).Table!);
        return PlanBuilder.Build((overrides ?? SuiteOverrides.None).Apply(suite), tables, overrides?.Seed, null, new LoadCaps(), today, overrides?.Selection, files);
    }

    public static IEngine Toron(Plan plan) => new ToronEngineFactory(new ToronChildCommand("unused", [])).Create(
        plan.Suite.Engine, new EngineBinding { Policy = TargetPolicy.LoopbackOnly, Environment = _ => null, Time = TimeProvider.System });

    public async Task<SimOutcome> RunAsync(string yaml, params (string Name, string Lines)[] data)
    {
        var plan = PlanOf(yaml, Overrides, Today, Files, data);
        var runner = new Runner(new RunnerEnvironment
        {
            Store = Store,
            Snapshots = Snapshots,
            Phases = [new SimPhase(Environment, Snapshots), new ReplayPhase(Environment, Snapshots)],
            Time = TimeProvider.System,
            Ids = Ids,
        });
        var request = new RunRequest { Plan = plan, Engine = Engine ?? Toron(plan), Trigger = "test", SuitePath = "test.yaml", Overrides = Overrides, IsStrict = IsStrict };
        var outcome = await runner.RunAsync(request, Control, _ => { });
        var events = (await Store.ReadAsync(outcome.RunId, 0, 10_000, CancellationToken.None)).Select(entry => entry.Event).ToList();
        return new SimOutcome(this, outcome, events);
    }
}

/// <summary>What a run left behind.</summary>
internal sealed record SimOutcome(SimWorld World, RunOutcome Outcome, IReadOnlyList<RunEvent> Events)
{
    public Snapshot Snapshot => Snapshot.Open(World.Snapshots, Outcome.RunId)!;

    public string Root => Snapshot.Head.Trace!.Root;

    public byte[] TraceBytes => Bytes(SnapshotNames.Trace(Outcome.RunId));

    public JsonNode Result => JsonNode.Parse(Bytes(SnapshotNames.Result(Outcome.RunId)))!;

    public byte[] Bytes(string file)
    {
        using var stream = World.Snapshots.OpenRead(file)!;
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }

    /// <summary>Every recorded step, as a line without its digests of times.</summary>
    public IReadOnlyList<TraceStep> Steps()
    {
        using var trace = Snapshot.OpenTrace();
        var steps = new List<TraceStep>();
        while (trace.ReadSession() is { } session)
        {
            steps.AddRange(session.Steps);
        }

        return steps;
    }
}
