using HdrHistogram;
using HdrHistogram.Utilities;

namespace TestOps.Load.Metrics;

/// <summary>
/// An HdrHistogram of microseconds with three significant digits, from 1 us to 1 h: a value is exact below 2 ms and within 0.05 % above. Longer values
/// count as 1 h. Its size (some 190 KB, none while it is empty) does not depend on the number of values.
/// </summary>
public sealed class LatencyHistogram
{
    private const long HighestUs = 3_600_000_000;
    private const int Digits = 3;
    private LongHistogram? _values;

    /// <summary>Number of values.</summary>
    public long Count => _values?.TotalCount ?? 0;

    private LongHistogram Values => _values ??= new LongHistogram(1, HighestUs, Digits);

    /// <summary>Adds a value in nanoseconds, at least 0, rounded to the nearest microsecond.</summary>
    public void Add(long nanoseconds) => Values.RecordValue((Math.Min(nanoseconds, HighestUs * 1000) + 500) / 1000);

    /// <summary>Adds all values of another histogram.</summary>
    public void Merge(LatencyHistogram other)
    {
        if (other.Count > 0)
        {
            Values.Add(other.Values);
        }
    }

    /// <summary>Forgets all values.</summary>
    public void Reset() => _values?.Reset();

    /// <summary>
    /// Percentile (0-100) in microseconds: k6's linear interpolation at index p/100*(n-1), over the histogram's values instead of the exact ones. 0 without values.
    /// </summary>
    public double PercentileUs(double percentile)
    {
        if (Count == 0)
        {
            return 0;
        }

        var index = percentile / 100 * (Count - 1);
        var below = (long)Math.Floor(index);
        var lower = ValueAt(below);
        var upper = below + 1 < Count ? ValueAt(below + 1) : lower;
        return lower + ((upper - lower) * (index - below));
    }

    /// <summary>HdrHistogram V2, compressed, base64: readable by every HdrHistogram library.</summary>
    public string Encode()
    {
        var buffer = ByteBuffer.Allocate(Values.GetNeededByteBufferCapacity());
        var bytes = new byte[Values.EncodeIntoCompressedByteBuffer(buffer)];
        buffer.Position = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = buffer.Get();
        }

        return Convert.ToBase64String(bytes);
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    public static LatencyHistogram Decode(string encoded)
    {
        var decoded = HistogramEncoding.DecodeFromCompressedByteBuffer(ByteBuffer.Allocate(Convert.FromBase64String(encoded)), 0);
        var histogram = new LatencyHistogram();
        histogram.Values.Add(decoded);
        return histogram;
    }

    private double ValueAt(long rank)
    {
        foreach (var step in Values.RecordedValues())
        {
            if (step.TotalCountToThisValue > rank)
            {
                return Values.MedianEquivalentValue(step.ValueIteratedTo);
            }
        }

        throw new InvalidOperationException($"Rank {rank} is beyond {Count} values.");
    }
}
