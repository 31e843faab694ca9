using Microsoft.Extensions.Time.Testing;
using TestOps.Load.Profiles;
using TestOps.Load.Tests.Fakes;

namespace TestOps.Load.Tests.Profiles;

public sealed class LoadClockTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task WaitUntilAsync_InstantBetweenTwoMilliseconds_EndsAtTheNextAndNeverBefore()
    {
        var clock = new LoadClock(_time);
        var wait = clock.WaitUntilAsync(1_200_000, CancellationToken.None).AsTask();

        _time.Advance(TimeSpan.FromMilliseconds(1));
        wait.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await wait;

        clock.NowNs.Should().Be(2_000_000);
    }

    [Fact]
    public void WaitUntilAsync_InstantThatHasPassed_IsOverAtOnce()
    {
        var clock = new LoadClock(_time);
        _time.Advance(TimeSpan.FromSeconds(1));

        clock.WaitUntilAsync(1_000_000_000, CancellationToken.None).IsCompletedSuccessfully.Should().BeTrue();
    }

    [Fact]
    public async Task WaitUntilAsync_Cancelled_Throws()
    {
        using var cancellation = new CancellationTokenSource();
        var wait = new LoadClock(_time).WaitUntilAsync(1_000_000, cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        await FluentActions.Awaiting(() => wait).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void CancelAt_Instant_CancelsThen()
    {
        using var source = new LoadClock(_time).CancelAt(5_000_000);

        _time.Advance(TimeSpan.FromMilliseconds(4));
        source.IsCancellationRequested.Should().BeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        source.IsCancellationRequested.Should().BeTrue();
    }

    [Fact]
    public async Task WaitUntilAsync_ThreadPutAsideBeforeTheTimerIsSet_EndsAtTheInstantAllTheSame()
    {
        var time = new PreemptedTimeProvider(TimeSpan.FromMilliseconds(7));
        var clock = new LoadClock(time);
        var wait = clock.WaitUntilAsync(10_000_000, CancellationToken.None).AsTask();

        time.Advance(TimeSpan.FromMilliseconds(3));
        await wait.WaitAsync(TimeSpan.FromSeconds(20));

        clock.NowNs.Should().Be(10_000_000);
    }

    [Fact]
    public void CancelAt_ThreadPutAsideBeforeTheTimerIsSet_CancelsAtTheInstantAllTheSame()
    {
        var time = new PreemptedTimeProvider(TimeSpan.FromMilliseconds(7));
        using var source = new LoadClock(time).CancelAt(10_000_000);

        time.Advance(TimeSpan.FromMilliseconds(2));
        source.IsCancellationRequested.Should().BeFalse();
        time.Advance(TimeSpan.FromMilliseconds(1));
        source.IsCancellationRequested.Should().BeTrue();
    }
}
