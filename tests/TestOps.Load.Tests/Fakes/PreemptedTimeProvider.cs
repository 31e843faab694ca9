using Microsoft.Extensions.Time.Testing;

namespace TestOps.Load.Tests.Fakes;

/// <summary>A clock that the test moves, and that moves by itself once: just before the first timer is set, as for a thread that is put aside there.</summary>
internal sealed class PreemptedTimeProvider(TimeSpan pause) : FakeTimeProvider
{
    private TimeSpan _pause = pause;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var (next, _) = (_pause, _pause = TimeSpan.Zero);
        Advance(next);
        return base.CreateTimer(callback, state, dueTime, period);
    }
}
