namespace TestOps.Sim.Statistics;

/// <summary>What one metric has seen. Sums are floating-point: they are merged in session order only, so that the result does not depend on workers.</summary>
internal struct MetricTally
{
    public long Answers { get; private set; }

    public long Values { get; private set; }

    public double Sum { get; private set; }

    public void Add(double? value)
    {
        Answers++;
        if (value is { } number)
        {
            Values++;
            Sum += number;
        }
    }

    public void Merge(MetricTally later)
    {
        Answers += later.Answers;
        Values += later.Values;
        Sum += later.Sum;
    }
}
