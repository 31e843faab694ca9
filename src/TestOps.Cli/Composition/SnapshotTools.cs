using TestOps.Core.Determinism;
using TestOps.Core.Safety;
using TestOps.Core.Secrets;
using TestOps.Core.Snapshots;
using TestOps.Server.Snapshots;
using TestOps.Sim;
using TestOps.Sim.Replaying;
using TestOps.Store.Files;

namespace TestOps.Cli.Composition;

/// <summary>The simulator's work on snapshots, for the server.</summary>
internal sealed class SnapshotTools(CliHost host, SimEnvironment sim, Workspace workspace, TargetPolicy policy) : ISnapshotTools
{
    public IReadOnlyList<string> Validate(Snapshot snapshot) => ReplayEngine.Validate(snapshot).Problems;

    public SnapshotComparison Compare(Snapshot first, Snapshot second, CancellationToken cancellationToken)
    {
        var diff = SnapshotDiff.Compare(first, second, cancellationToken);
        return new SnapshotComparison(diff.Sessions, diff.Identical, diff.Incomparable, diff.OnlyInFirst, diff.OnlyInSecond, diff.Divergences);
    }

    public async Task<SnapshotReplay> ReplayAsync(Snapshot snapshot, long? session, CancellationToken cancellationToken)
    {
        var plan = snapshot.RebuildPlan();
        var engine = new EngineSet(host, policy).Create(plan.Suite.Engine, plan.Variables, snapshot.Head.Text("suite", "path"));
        var secrets = RunSecrets.Open(plan, host.Environment, () => SecretKeyFile.GetOrCreate(workspace.Folder));
        secrets.RequireAll();
        var number = snapshot.Replays.DefaultIfEmpty(0).Max() + 1;
        var result = await new ReplayEngine(sim, workspace.Snapshots).ReplayAsync(snapshot, engine, new ReplayRequest(number, OnlySession: session) { Secrets = secrets }, null, cancellationToken);
        var score = result.Unanswered + result.Incomparable > 0 || result.IsEngineLost ? null : DeterminismScore.Compute(result.Sessions, result.Identical);
        return new SnapshotReplay(number, result.Sessions, result.Identical, result.Unanswered, (double?)score?.Value, result.Engine!.Name, result.Engine.Version, result.Divergences);
    }
}
