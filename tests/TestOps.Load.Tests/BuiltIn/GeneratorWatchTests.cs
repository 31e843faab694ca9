using Microsoft.Extensions.Time.Testing;
using TestOps.Load.BuiltIn;

namespace TestOps.Load.Tests.BuiltIn;

public sealed class GeneratorWatchTests
{
    [Fact]
    public void Report_ProcessorTime_IsAShareOfAllCores()
    {
        var time = new FakeTimeProvider();
        var used = TimeSpan.FromSeconds(100);
        var watch = new GeneratorWatch(time, () => used, cores: 4);

        time.Advance(TimeSpan.FromSeconds(10));
        used += TimeSpan.FromSeconds(30);
        watch.Tick(3);
        watch.Tick(40);
        watch.Tick(7);

        watch.Report().Should().Be(new GeneratorReport(0.75, 4, 40));
    }

    [Fact]
    public void Report_NoTime_IsZero() => new GeneratorWatch(new FakeTimeProvider(), () => TimeSpan.Zero, cores: 2).Report().CpuShare.Should().Be(0);
}
