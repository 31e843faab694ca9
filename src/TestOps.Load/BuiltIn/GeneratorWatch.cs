using TestOps.Load.Metrics;
using TestOps.Load.Profiles;

namespace TestOps.Load.BuiltIn;

/// <summary>
/// The generator's look at itself: how much of the processor this process takes, how late its timers come, how long its garbage collector stops it. A mean over the load would hide a
/// burst, so that the processor is looked at second by second.
/// </summary>
public sealed class GeneratorWatch
{
    private const long ProbeNs = 100_000_000;
    private readonly TimeProvider _time;
    private readonly GeneratorGauges _gauges;
    private readonly long _startedAt;
    private readonly TimeSpan _processorBefore;
    private readonly TimeSpan _pausedBefore;
    private readonly LatencyHistogram _timerLag = new();
    private long _timerLagMaxNs;
    private long _secondAt;
    private TimeSpan _processorAt;
    private int _seconds;
    private int _busySeconds;

    /// <summary>Starts watching.</summary>
    public GeneratorWatch(TimeProvider time, GeneratorGauges gauges)
    {
        _time = time;
        _gauges = gauges;
        _startedAt = _secondAt = time.GetTimestamp();
        _processorBefore = _processorAt = gauges.ProcessorTime();
        _pausedBefore = gauges.PauseTime();
    }

    /// <summary>Sets a timer ten times a second and records how late it comes, until it is cancelled. It does not throw for that.</summary>
    public async Task ProbeAsync(LoadClock clock, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var dueNs = clock.NowNs + ProbeNs;
                await clock.WaitUntilAsync(dueNs, cancellationToken).ConfigureAwait(false);
                Probe(clock.NowNs - dueNs);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The load is over.
        }
    }

    /// <summary>Records how late a timer came. One caller at a time.</summary>
    public void Probe(long lagNs)
    {
        _timerLag.Add(lagNs);
        _timerLagMaxNs = Math.Max(_timerLagMaxNs, lagNs);
    }

    /// <summary>Closes a second. One caller at a time.</summary>
    public void Second()
    {
        var (at, processor) = (_time.GetTimestamp(), _gauges.ProcessorTime());
        _seconds++;
        _busySeconds += Share(processor - _processorAt, _time.GetElapsedTime(_secondAt, at) * _gauges.Cores) > LoadPhaseDefaults.CpuShareMax ? 1 : 0;
        (_secondAt, _processorAt) = (at, processor);
    }

    /// <summary>What was seen since the start; call it when nobody probes any more. <paramref name="startLag"/> is <c>iteration_start_lag</c>; null without arrival-rate scenarios.</summary>
    public GeneratorReport Report(TrendSink? startLag)
    {
        var wall = _time.GetElapsedTime(_startedAt);
        return new GeneratorReport
        {
            Cores = _gauges.Cores,
            CpuShare = Share(_gauges.ProcessorTime() - _processorBefore, wall * _gauges.Cores),
            Seconds = _seconds,
            BusySeconds = _busySeconds,
            TimerProbes = _timerLag.Count,
            TimerLagP99Ms = _timerLag.PercentileUs(99) / 1e3,
            TimerLagMaxMs = _timerLagMaxNs / 1e6,
            PauseShare = Share(_gauges.PauseTime() - _pausedBefore, wall),
            Starts = startLag?.Samples ?? 0,
            StartLagP99Ms = startLag?.PercentileMs(99),
        };
    }

    private static double Share(TimeSpan part, TimeSpan whole) => whole > TimeSpan.Zero ? part / whole : 0;
}
