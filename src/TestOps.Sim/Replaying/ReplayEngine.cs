using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Sessions;
using TestOps.Core.Snapshots;

namespace TestOps.Sim.Replaying;

/// <summary>Drives an engine again from a snapshot alone and compares its answers with the recorded ones.</summary>
public sealed class ReplayEngine(SimEnvironment environment, ISnapshotStore snapshots)
{
    /// <summary>
    /// Makes one replay: leases <paramref name="engine"/>, runs the recorded sessions again from the suite and rows in the head, writes the replay's record.
    /// <paramref name="progress"/> is called after each session, from worker threads.
    /// </summary>
    /// <exception cref="SnapshotCorruptException">The snapshot is damaged.</exception>
    /// <exception cref="TestOpsException">The engine cannot be leased, or an environment variable of the suite is not set.</exception>
    public async Task<ReplayResult> ReplayAsync(Snapshot snapshot, IEngine engine, ReplayRequest request, Action<ReplayProgress>? progress, CancellationToken cancellationToken)
    {
        var program = SessionProgram.Compile(snapshot.RebuildPlan());
        request.Secrets.RequireAll();
        var trace = snapshot.Head.Trace ?? throw new SnapshotCorruptException(snapshot.Head.File, "trace", "the run recorded no trace, so there is nothing to replay");
        await using var lease = await engine.LeaseAsync(new LeaseRequest(LeasePurpose.Replay, request.Number), cancellationToken);
        await (request.OnLeased?.Invoke(lease) ?? Task.CompletedTask);
        var selection = ReplaySelection.Of(trace, lease.Evidence == EvidenceClass.Controlled, program.Plan, request.Sessions ?? program.Plan.Suite.Replay?.Sessions, request.OnlySession);
        string? Shown(string? text) => text is null ? null : request.Secrets.Redact(text);
        var result = new ReplayResult(request.Number, new ReplayTally(program.Plan.CountsForScore))
        {
            ComparesSecrets = snapshot.Head.SecretKeyId == request.Secrets.KeyId,
            Engine = new EngineReport(engine.Kind, engine.DisplayName, Shown(lease.Version), lease.Evidence, Shown(lease.Freshness)!),
        };
        await using var file = snapshots.Create(SnapshotNames.Replay(snapshot.Head.RunId, request.Number));
        long done = 0;
        long divergent = 0;
        using var drive = new ReplayDrive(snapshot, program, lease, environment, selection, request, file.Stream, comparison =>
        {
            result.Add(comparison);
            divergent += comparison.First is null ? 0 : 1;
            progress?.Invoke(new ReplayProgress(++done, selection.Count, divergent));
        });
        await drive.RunAsync(cancellationToken);
        result.IsEngineLost = drive.IsEngineLost;
        result.EndOfProcess = await lease.EndOfProcessAsync(cancellationToken);
        await file.CommitAsync(cancellationToken);
        return result;
    }

    /// <summary>
    /// Validates a snapshot offline, without any engine: runs the recorded sessions again over the recorded answers, so that requests, checks and digests are
    /// computed anew, and judges every replay record under the masks in force.
    /// </summary>
    /// <exception cref="SnapshotCorruptException">A file cannot be read; what can be read and is wrong is in the report.</exception>
    public static ReplayValidation Validate(Snapshot snapshot) => new SnapshotValidation(snapshot).Run();
}
