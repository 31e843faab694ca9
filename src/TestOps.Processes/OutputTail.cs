using System.Text;

namespace TestOps.Processes;

/// <summary>The last bytes of an output, in a ring of fixed size. Safe for concurrent use.</summary>
internal sealed class OutputTail(int capacity)
{
    private readonly Lock _lock = new();
    private readonly byte[] _ring = new byte[capacity];
    private long _total;

    /// <summary>How much there was in all, in bytes.</summary>
    public long TotalBytes
    {
        get
        {
            lock (_lock)
            {
                return _total;
            }
        }
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            var kept = bytes[Math.Max(0, bytes.Length - capacity)..];
            _total += bytes.Length - kept.Length;
            var at = (int)(_total % capacity);
            var first = kept[..Math.Min(kept.Length, capacity - at)];
            first.CopyTo(_ring.AsSpan(at));
            kept[first.Length..].CopyTo(_ring);
            _total += kept.Length;
        }
    }

    /// <summary>The tail as text; says how much was cut before it.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            if (_total <= capacity)
            {
                return Encoding.UTF8.GetString(_ring, 0, (int)_total);
            }

            var start = (int)(_total % capacity);
            byte[] ordered = [.. _ring.AsSpan(start), .. _ring.AsSpan(0, start)];

            // What is left of a character whose beginning was cut says nothing.
            var whole = Array.FindIndex(ordered, value => (value & 0xC0) != 0x80);
            return $"[{_total - capacity} bytes cut]{Encoding.UTF8.GetString(ordered.AsSpan(Math.Max(0, whole)))}";
        }
    }
}
