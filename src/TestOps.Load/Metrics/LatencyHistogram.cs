using HdrHistogram;
using HdrHistogram.Utilities;

namespace TestOps.Load.Metrics;

/// <summary>
/// An HdrHistogram of microseconds with three significant digits, from 1 us to 1 h: a value is exact below 2 ms and within 0.05 % above. Longer values
/// count as 1 h. Its size (some 190 KB) does not depend on the number of samples.
/// </summary>
public sealed class LatencyHistogram
{
    private const long HighestUs = 3_600_000_000;
    private const int Digits = 3;
    private readonly LongHistogram _histogram = new(1, HighestUs, Digits);

    /// <summary>Number of values.</summary>
    public long Count => _histogram.TotalCount;

    /// <summary>Adds a value in nanoseconds, at least 0, rounded to the nearest microsecond.</summary>
    public void Add(long nanoseconds) => _histogram.RecordValue(Math.Min((nanoseconds + 500) / 1000, HighestUs));

    /// <summary>Adds all values of another histogram.</summary>
    public void Merge(LatencyHistogram other) => _histogram.Add(other._histogram);

    /// <summary>Forgets all values.</summary>
    public void Reset() => _histogram.Reset();

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
        var buffer = ByteBuffer.Allocate(_histogram.GetNeededByteBufferCapacity());
        var bytes = new byte[_histogram.EncodeIntoCompressedByteBuffer(buffer)];
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
        histogram._histogram.Add(decoded);
        return histogram;
    }

    private double ValueAt(long rank)
    {
        foreach (var step in _histogram.RecordedValues())
        {
            if (step.TotalCountToThisValue > rank)
            {
                return _histogram.MedianEquivalentValue(step.ValueIteratedTo);
            }
        }

        throw new InvalidOperationException($"Rank {rank} is beyond {Count} values.");
    }
}
