using Microsoft.Extensions.Time.Testing;
using TestOps.Load.BuiltIn;
using TestOps.Load.Metrics;
using TestOps.Load.Profiles;

namespace TestOps.Load.Tests.BuiltIn;

public sealed class GeneratorWatchTests
{
    private readonly FakeTimeProvider _time = new();
    private TimeSpan _used = TimeSpan.FromSeconds(100);
    private TimeSpan _paused = TimeSpan.FromSeconds(1);

    [Fact]
    public void Report_ProcessorTime_IsAShareOfAllCores()
    {
        var watch = Watch(cores: 4);
        Pass(watch, seconds: 10, coresUsed: 3);

        var report = watch.Report(null);

        (report.CpuShare, report.Cores, report.Seconds, report.BusySeconds).Should().Be((0.75, 4, 10, 0));
        report.IsTrustworthy.Should().BeTrue();
    }

    [Fact]
    public void Report_NoTime_IsZero() => Watch(cores: 2).Report(null).CpuShare.Should().Be(0);

    [Fact]
    public void Report_BusyAllAlong_SaysSo()
    {
        var watch = Watch(cores: 2);
        Pass(watch, seconds: 10, coresUsed: 1.9);

        watch.Report(null).Reasons.Should().Equal("the generator used 95 % of 2 cores (limit 90 %)");
    }

    [Fact]
    public void Report_ABurstThatTheMeanHides_SaysSo()
    {
        var watch = Watch(cores: 2);
        Pass(watch, seconds: 16, coresUsed: 0.2);
        Pass(watch, seconds: 4, coresUsed: 2);

        watch.Report(null).Reasons.Should().Equal("in 4 of 20 seconds the generator used more than 90 % of 2 cores (limit 10 % of the seconds)");
    }

    [Fact]
    public void Report_OneBusySecond_IsNoSaturation()
    {
        var watch = Watch(cores: 2);
        Pass(watch, seconds: 1, coresUsed: 2);
        Pass(watch, seconds: 2, coresUsed: 0.2);

        watch.Report(null).IsTrustworthy.Should().BeTrue();
    }

    [Theory]
    [InlineData(100, 60, false)]
    [InlineData(100, 40, true)]
    [InlineData(99, 60, true)]
    public void Report_LateTimers_AreJudgedFromAHundredOn(int probes, int lagMs, bool isTrustworthy)
    {
        var watch = Watch(cores: 2);
        for (var i = 0; i < probes; i++)
        {
            watch.Probe(lagMs * 1_000_000L);
        }

        watch.Report(null).IsTrustworthy.Should().Be(isTrustworthy);
    }

    [Fact]
    public void Report_OneLongStall_SaysSo()
    {
        var watch = Watch(cores: 2);
        watch.Probe(1_200_000_000);

        watch.Report(null).Reasons.Should().Equal("the generator stood still for 1200 ms (limit 1000 ms)");
    }

    [Fact]
    public void Report_LateStarts_AreJudgedFromAHundredOn()
    {
        var lag = new TrendSink();
        for (var i = 0; i < 99; i++)
        {
            lag.Add(30_000_000);
        }

        Watch(cores: 2).Report(lag).IsTrustworthy.Should().BeTrue();
        lag.Add(30_000_000);
        Watch(cores: 2).Report(lag).Reasons.Should().Equal("1 % of the iterations started 30 ms late or more (limit 20 ms)");
    }

    [Fact]
    public void Report_LongCollections_SaysSo()
    {
        var watch = Watch(cores: 2);
        _paused += TimeSpan.FromSeconds(1);
        Pass(watch, seconds: 10, coresUsed: 0.5);

        watch.Report(null).Reasons.Should().Equal("garbage collections stopped the generator for 10 % of the load (limit 5 %)");
    }

    [Fact]
    public async Task ProbeAsync_ClockThatJumps_RecordsHowLateItsTimersCome()
    {
        using var end = new CancellationTokenSource();
        var watch = Watch(cores: 2);
        var probing = watch.ProbeAsync(new LoadClock(_time), end.Token);
        _time.Advance(TimeSpan.FromMilliseconds(140));
        await end.CancelAsync();
        await probing;

        var report = watch.Report(null);
        (report.TimerProbes, report.TimerLagMaxMs).Should().Be((1, 40));
    }

    private GeneratorWatch Watch(int cores) => new(_time, new GeneratorGauges(() => _used, () => _paused, cores));

    private void Pass(GeneratorWatch watch, int seconds, double coresUsed)
    {
        for (var i = 0; i < seconds; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _used += TimeSpan.FromSeconds(coresUsed);
            watch.Second();
        }
    }
}
