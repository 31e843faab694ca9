using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Runs;
using TestOps.Core.Snapshots;
using TestOps.Sim.Masking;

namespace TestOps.Sim.Replaying;

/// <summary>The third proof: drives the engine again from the run's own snapshot, as often as the suite asks, and computes the determinism score.</summary>
public sealed class ReplayPhase(SimEnvironment environment, ISnapshotStore snapshots) : IPhase
{
    /// <inheritdoc />
    public string Name => "replay";

    /// <inheritdoc />
    /// <exception cref="SnapshotCorruptException">The snapshot cannot be read back.</exception>
    public async Task RunAsync(PhaseContext context, CancellationToken cancellationToken)
    {
        var snapshot = Snapshot.Open(snapshots, context.RunId) ?? throw new SnapshotCorruptException(SnapshotNames.Head(context.RunId), "file", "missing");
        var times = context.Plan.Suite.Replay!.Times;
        var results = new List<ReplayResult>();
        var engine = new ReplayEngine(environment, snapshots);
        for (var number = 1; number <= times; number++)
        {
            try
            {
                results.Add(snapshot.Replays.Contains(number)
                    ? await TakeRecordedAsync(context, snapshot, number, cancellationToken)
                    : await ReplayOnceAsync(context, engine, snapshot, number, times, cancellationToken));
            }
            catch (Exception failure) when (results.Count > 0 && failure is not (StoreUnavailableException or RunOwnershipLostException))
            {
                // What the replays before have found is known and stays so, however this one ended.
                await new ReplayReport(context, snapshot, results).AppendAsync();
                throw;
            }
        }

        await new ReplayReport(context, snapshot, results).AppendAsync();
        await ProposeMasksAsync(context, snapshot, results, cancellationToken);
    }

    private static async Task ProposeMasksAsync(PhaseContext context, Snapshot snapshot, List<ReplayResult> results, CancellationToken cancellationToken)
    {
        if (results.Exists(result => result.Tally.Signatures.Count > 0)
            && MaskProposer.Propose(snapshot, context.Plan, [.. results.Select(result => result.Number)], cancellationToken) is { } proposal)
        {
            await context.AppendAsync(proposal.ToEvent(), cancellationToken);
        }
    }

    // A replay that came to its end before the run's process died is evidence: made again, a drift that it found could get lost.
    private async Task<ReplayResult> TakeRecordedAsync(PhaseContext context, Snapshot snapshot, int number, CancellationToken cancellationToken)
    {
        var result = RecordedReplay.Read(snapshot, context.Plan, context.Secrets, number, context.Engine, cancellationToken);
        var met = result.Engine!;
        await context.AppendAsync(new EngineLeased(Name, number, met.Evidence.ToLetter(), met.Evidence != EvidenceClass.BlackBox, met.Freshness, met.Version), cancellationToken);
        await context.AppendAsync(new Notice(Name, EventSeverity.Info, $"replay {number} had come to its end before: its record is kept and judged"), cancellationToken);
        return result;
    }

    private async Task<ReplayResult> ReplayOnceAsync(PhaseContext context, ReplayEngine engine, Snapshot snapshot, int number, int times, CancellationToken cancellationToken)
    {
        var seen = new ReplayProgress(0, 0, 0);
        var sessions = context.Plan.Suite.Replay!.Sessions is { } asked ? Math.Min(asked, snapshot.Head.Trace?.Sessions ?? 0) : snapshot.Head.Trace?.Sessions ?? 0;
        var request = new ReplayRequest(number) { Secrets = context.Secrets, OnLeased = lease => context.ReportLeaseAsync(lease, Name, number, cancellationToken) };
        ReplayResult result = null!;
        await Scheduling.ProgressReporter.RunAsync(
            context,
            () => new PhaseProgress(Name, (sessions * (number - 1)) + Volatile.Read(ref seen).Done, sessions * times, "sessions", $"replay {number} of {times}, {Volatile.Read(ref seen).Divergent} divergent"),
            async token => result = await engine.ReplayAsync(snapshot, context.Engine, request, progress => Volatile.Write(ref seen, progress), token),
            cancellationToken);
        return result;
    }
}
