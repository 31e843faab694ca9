namespace TestOps.Testing.Clocks;

/// <summary>A timer of <see cref="ManualTime"/>.</summary>
internal sealed class ManualTimer(ManualTime time, Action fire) : ITimer
{
    public DateTimeOffset DueAt { get; set; }

    public TimeSpan Period { get; set; }

    public void Fire() => fire();

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        time.Schedule(this, dueTime, period);
        return true;
    }

    public void Dispose() => time.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
