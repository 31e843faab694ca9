using TestOps.Core.Journaling;
using TestOps.Core.Snapshots;

namespace TestOps.Server.Snapshots;

/// <summary>What can be done with snapshots beyond reading them; composed from the simulator by whoever hosts the server.</summary>
public interface ISnapshotTools
{
    /// <summary>Computes everything anew from the recorded answers, without an engine; what does not agree, one line each.</summary>
    /// <exception cref="SnapshotCorruptException">A file cannot be read.</exception>
    IReadOnlyList<string> Validate(Snapshot snapshot);

    /// <summary>Compares two snapshots session by session, under the masks of the first; no engine is called.</summary>
    /// <exception cref="SnapshotCorruptException">One of them is damaged, or recorded no trace.</exception>
    SnapshotComparison Compare(Snapshot first, Snapshot second, CancellationToken cancellationToken);

    /// <summary>Drives the recorded engine again, once, and writes the replay's record beside the snapshot.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="session">One session alone; for a black-box engine all before it, too. Null for those that the suite asks for.</param>
    /// <param name="cancellationToken">Stops the replay; nothing is written then.</param>
    /// <exception cref="Core.TestOpsException">The engine is unavailable, refused by policy, or the snapshot is damaged.</exception>
    Task<SnapshotReplay> ReplayAsync(Snapshot snapshot, long? session, CancellationToken cancellationToken);
}
