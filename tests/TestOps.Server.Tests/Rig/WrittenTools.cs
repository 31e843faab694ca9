using TestOps.Core.Journaling;
using TestOps.Core.Snapshots;
using TestOps.Server.Snapshots;

namespace TestOps.Server.Tests.Rig;

/// <summary>Snapshot tools whose findings a test writes.</summary>
internal sealed class WrittenTools : ISnapshotTools
{
    public static readonly DivergenceFound Found = new(0, 1, 1, "a", "/x", "value", "1", "2", 1);

    /// <summary>Holds every piece of work until a test lets it go; null does not.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>Completes as soon as a replay has begun.</summary>
    public TaskCompletionSource Replaying { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The session that the last replay was asked for.</summary>
    public long? Session { get; private set; }

    public IReadOnlyList<string> Validate(Snapshot snapshot) => ["session 1: computed otherwise"];

    public SnapshotComparison Compare(Snapshot first, Snapshot second, CancellationToken cancellationToken) => new(2, 1, 0, 0, 0, [Found]);

    public async Task<SnapshotReplay> ReplayAsync(Snapshot snapshot, long? session, CancellationToken cancellationToken)
    {
        Session = session;
        Replaying.TrySetResult();
        await (Gate?.Task ?? Task.CompletedTask).WaitAsync(cancellationToken);
        return new SnapshotReplay(2, 2, 1, 0, 50, "scripted", "1.2", [Found]);
    }
}
