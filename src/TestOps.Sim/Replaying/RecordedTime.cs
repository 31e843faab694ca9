using TestOps.Core.Clocks;

namespace TestOps.Sim.Replaying;

/// <summary>A clock that stands still: offline validation knows no wall time.</summary>
internal sealed class RecordedTime : TimeProvider
{
    public static readonly RecordedTime Instance = new();

    public override DateTimeOffset GetUtcNow() => SessionClock.Epoch;

    public override long GetTimestamp() => 0;
}
