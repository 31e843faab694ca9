using TestOps.Core.Runs;
using TestOps.Core.Snapshots;
using TestOps.Sim.Replaying;
using TestOps.Testing.Phases;
using TestOps.Testing.Runs;
using TestOps.Testing.Snapshots;

namespace TestOps.Sim.Tests;

/// <summary>The built-in phases keep the contract that phases of others are held to.</summary>
public sealed class PhaseContractTests
{
    [Fact]
    public async Task SimPhase_KeepsTheContract()
    {
        var world = new SimWorld();
        var plan = SimWorld.PlanOf(Suites.Toron(users: 2000));

        var problems = await PhaseContract.FindProblemsAsync(
            () => new SimPhase(world.Environment, new InMemorySnapshotStore()), journal => PhaseContexts.Over(journal, TimeProvider.System, Suites.Toron(users: 2000), SimWorld.Toron(plan)), CancellationToken.None);

        problems.Should().BeEmpty();
    }

    [Fact]
    public async Task ReplayPhase_KeepsTheContract()
    {
        // The journals of the contract carry the first of the sequential ids: the run whose snapshot is replayed is made under it.
        var world = new SimWorld { Ids = new IdSource(() => SequentialIds.At(1).Value) };
        var yaml = Suites.Toron(users: 2000);
        var recorded = await world.RunAsync(yaml);

        var problems = await PhaseContract.FindProblemsAsync(
            () => new ReplayPhase(world.Environment, Sealed(recorded)), journal => PhaseContexts.Over(journal, TimeProvider.System, yaml, SimWorld.Toron(SimWorld.PlanOf(yaml))), CancellationToken.None, addsArtifacts: false);

        problems.Should().BeEmpty();
    }

    // The run as it was when it was sealed: its replays are still to be made, and files of a snapshot are never replaced.
    private static InMemorySnapshotStore Sealed(SimOutcome run)
    {
        var store = new InMemorySnapshotStore();
        foreach (var file in new[] { SnapshotNames.Head(run.Outcome.RunId), SnapshotNames.Trace(run.Outcome.RunId) })
        {
            store.Put(file, run.Bytes(file));
        }

        return store;
    }
}
