using TestOps.Testing.Clocks;

namespace TestOps.StoreContract.Testing;

public sealed class ManualTimeTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 2, 50, 12, TimeSpan.Zero);

    private readonly ManualTime _time = new(Start);

    [Fact]
    public void Advance_MovesBothClocks()
    {
        var started = _time.GetTimestamp();

        _time.Advance(TimeSpan.FromMilliseconds(1500));

        _time.GetUtcNow().Should().Be(Start.AddMilliseconds(1500));
        _time.GetElapsedTime(started).Should().Be(TimeSpan.FromMilliseconds(1500));
    }

    [Fact]
    public void Advance_OverSeveralTimers_FiresEachAtItsOwnTimeInOrder()
    {
        var fired = new List<string>();
        using var late = Timer("late", 30, 0);
        using var early = Timer("early", 10, 0);
        using var every = Timer("every", 10, 10);

        _time.Advance(TimeSpan.FromSeconds(30));

        fired.Should().Equal("early 10", "every 10", "every 20", "late 30", "every 30");

        ITimer Timer(string name, int due, int period) => _time.CreateTimer(
            _ => fired.Add($"{name} {(_time.GetUtcNow() - Start).TotalSeconds}"), null, TimeSpan.FromSeconds(due), period == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(period));
    }

    [Fact]
    public async Task Delay_OnThisClock_EndsWhenItIsAdvanced()
    {
        var delay = Task.Delay(TimeSpan.FromHours(1), _time);
        await _time.WaitForTimersAsync(1, CancellationToken.None);

        _time.Advance(TimeSpan.FromMinutes(59));
        delay.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromMinutes(1));

        await delay;
    }

    [Fact]
    public async Task WaitForTimersAsync_BeforeTheTimer_CompletesWithIt()
    {
        var waiting = _time.WaitForTimersAsync(2, CancellationToken.None);
        using var first = _time.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        waiting.IsCompleted.Should().BeFalse();

        using var second = _time.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        await waiting;
    }

    [Fact]
    public void Dispose_Timer_KeepsItFromFiring()
    {
        var fired = 0;
        _time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan).Dispose();

        _time.Advance(TimeSpan.FromSeconds(2));

        fired.Should().Be(0);
    }
}
