using System.Text;

namespace TestOps.Processes;

/// <summary>The last bytes of an output, in a ring of fixed size. Safe for concurrent use.</summary>
internal sealed class OutputTail(int capacity)
{
    private readonly Lock _lock = new();
    private readonly byte[] _ring = new byte[capacity];
    private long _total;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            var skipped = Math.Max(0, bytes.Length - capacity);
            _total += skipped;
            foreach (var value in bytes[skipped..])
            {
                _ring[_total++ % capacity] = value;
            }
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
            return $"[{_total - capacity} bytes cut]{Encoding.UTF8.GetString(ordered)}";
        }
    }
}
