using System.Buffers.Binary;
using System.IO.Compression;
using HdrHistogram;
using HdrHistogram.Encoding;
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

    // The cookie of compressed histograms whose counts are ZigZag LEB128 of up to 8 bytes, and the length of what follows: HistogramLogWriter of HdrHistogram.
    private const int CompressedV2Cookie = 0x1c849314;
    private const int HeaderBytes = 2 * sizeof(int);
    private LongHistogram? _values;
    private ByteBuffer? _buffer;

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
        // The library's own way makes arrays as large as the histogram, which every second of a load would leave to the slowest of all collections.
        _buffer ??= ByteBuffer.Allocate(Values.GetNeededByteBufferCapacity());
        _buffer.Position = 0;
        var counts = new byte[Values.Encode(_buffer, HistogramEncoderV2.Instance)];
        _buffer.Position = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = _buffer.Get();
        }

        using var encoded = new MemoryStream();
        encoded.Write(stackalloc byte[HeaderBytes]);
        using (var compressed = new ZLibStream(encoded, CompressionLevel.Optimal, leaveOpen: true))
        {
            compressed.Write(counts);
        }

        var bytes = encoded.GetBuffer().AsSpan(0, (int)encoded.Length);
        BinaryPrimitives.WriteInt32BigEndian(bytes, CompressedV2Cookie);
        BinaryPrimitives.WriteInt32BigEndian(bytes[sizeof(int)..], bytes.Length - HeaderBytes);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    public static LatencyHistogram Decode(string encoded)
    {
        var decoded = HistogramEncoding.DecodeFromCompressedByteBuffer(ByteBuffer.Allocate(Convert.FromBase64String(encoded)), HighestUs);
        var histogram = new LatencyHistogram();
        if (decoded is LongHistogram { LowestTrackableValue: 1, HighestTrackableValue: HighestUs, NumberOfSignificantValueDigits: Digits } same)
        {
            histogram._values = same;
        }
        else
        {
            histogram.Values.Add(decoded);
        }

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
