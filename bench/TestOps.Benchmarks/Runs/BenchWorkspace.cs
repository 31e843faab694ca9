using TestOps.Core;
using TestOps.Core.Runs;
using TestOps.Core.Snapshots;
using TestOps.Sim;
using TestOps.Sim.Replaying;
using TestOps.Store.Files;
using TestOps.Store.Sqlite;
using TestOps.Testing.Sessions;

namespace TestOps.Benchmarks.Runs;

/// <summary>A data folder in the system's temporary folder with the stores that the command line uses, and the real runner over them.</summary>
internal sealed class BenchWorkspace : IAsyncDisposable
{
    private readonly string _folder;

    private BenchWorkspace(string folder, SqliteRunStore store)
    {
        _folder = folder;
        Store = store;
        Snapshots = FileSnapshotStore.Open(folder);
        var environment = new SimEnvironment
        {
            Workers = new TaskWorkerPool(Environment.ProcessorCount),
            Spill = new TempFileSpillStore(Path.Combine(folder, "spill")),
            Time = TimeProvider.System,
        };
        Sim = new MeasuredPhase(new SimPhase(environment, Snapshots));
        Replay = new MeasuredPhase(new ReplayPhase(environment, Snapshots));
    }

    public SqliteRunStore Store { get; }

    public ISnapshotStore Snapshots { get; }

    /// <summary>The simulation of the run that was run last.</summary>
    public MeasuredPhase Sim { get; }

    /// <summary>The replays of the run that was run last.</summary>
    public MeasuredPhase Replay { get; }

    public static async Task<BenchWorkspace> OpenAsync()
    {
        var folder = Directory.CreateTempSubdirectory("testops-bench-").FullName;
        return new BenchWorkspace(folder, await SqliteRunStore.OpenAsync(folder, TimeProvider.System, CancellationToken.None));
    }

    /// <summary>Runs the suite <paramref name="name"/>; a run that does not pass is no measurement.</summary>
    public async Task<RunId> RunAsync(string name, int sessions, int replays = 0)
    {
        var plan = BenchSuites.PlanOf(name, sessions, replays);
        var runner = new Runner(new RunnerEnvironment
        {
            Store = Store,
            Snapshots = Snapshots,
            Phases = [Sim, Replay],
            Time = TimeProvider.System,
            Ids = new IdSource(Guid.CreateVersion7),
        });
        using var control = new RunControl();
        var outcome = await runner.RunAsync(new RunRequest { Plan = plan, Engine = BenchSuites.EngineOf(name, plan), Trigger = "bench", SuitePath = name }, control, static _ => { });
        return outcome.Verdict.Status == RunStatus.Pass ? outcome.RunId : throw new InvalidOperationException($"the run of {name} ended as {outcome.Verdict.Status}: {outcome.Verdict.Cause}");
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
