namespace TestOps.Cli.Tests.Rendering;

/// <summary>Real time whose timers come a thousand times too early, so that what happens every ten seconds happens within a short run.</summary>
internal sealed class HastyTime : TimeProvider
{
    private const int Haste = 1000;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Hasten(dueTime), Hasten(period));

    private static TimeSpan Hasten(TimeSpan span) => span < TimeSpan.Zero ? span : TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMillisecond, span.Ticks / Haste));
}
