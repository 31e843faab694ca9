namespace TestOps.Load.BuiltIn;

/// <summary>The generator's look at itself: processor time of this process and lateness of its own timer. One caller at a time.</summary>
public sealed class GeneratorWatch
{
    private readonly TimeProvider _time;
    private readonly Func<TimeSpan> _processorTime;
    private readonly int _cores;
    private readonly long _startedAt;
    private readonly TimeSpan _processorBefore;
    private double _tickLagMaxMs;

    /// <summary>Starts watching. <paramref name="processorTime"/> is the processor time that this process has used, over all cores.</summary>
    public GeneratorWatch(TimeProvider time, Func<TimeSpan> processorTime, int cores)
    {
        _time = time;
        _processorTime = processorTime;
        _cores = cores;
        _startedAt = time.GetTimestamp();
        _processorBefore = processorTime();
    }

    /// <summary>Records how late a once-a-second tick came.</summary>
    public void Tick(double lagMs) => _tickLagMaxMs = Math.Max(_tickLagMaxMs, lagMs);

    /// <summary>What was seen since the start.</summary>
    public GeneratorReport Report()
    {
        var wall = _time.GetElapsedTime(_startedAt) * _cores;
        return new GeneratorReport(wall > TimeSpan.Zero ? (_processorTime() - _processorBefore) / wall : 0, _cores, _tickLagMaxMs);
    }
}
