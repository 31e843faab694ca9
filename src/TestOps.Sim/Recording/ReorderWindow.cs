using TestOps.Core.Snapshots;

namespace TestOps.Sim.Recording;

/// <summary>
/// Takes segments as workers finish them and hands them on in order. Segments that wait hold at most <paramref name="bytesMax"/> in memory; beyond that
/// their data are spilled. Safe for concurrent use; the sink runs under the window's lock.
/// </summary>
internal sealed class ReorderWindow(ISpillStore spill, long bytesMax, Action<Segment> sink) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, Waiting> _waiting = [];
    private long _waitingBytes;
    private long _next;
    private Stream? _spilled;

    public void Add(Segment segment)
    {
        lock (_lock)
        {
            if (segment.Index != _next)
            {
                Hold(segment);
                return;
            }

            Release(segment);
            while (_waiting.Remove(_next, out var next))
            {
                Release(next.Restore(_spilled, ref _waitingBytes));
            }
        }
    }

    /// <summary>Hands on what still waits, in order: the segments in between never come.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            foreach (var waiting in _waiting.Values)
            {
                sink(waiting.Restore(_spilled, ref _waitingBytes));
            }

            _waiting.Clear();
        }
    }

    public void Dispose() => _spilled?.Dispose();

    private void Release(Segment segment)
    {
        sink(segment);
        _next++;
    }

    private void Hold(Segment segment)
    {
        if (_waitingBytes + segment.Data.Length <= bytesMax)
        {
            _waitingBytes += segment.Data.Length;
            _waiting.Add(segment.Index, new Waiting(segment, -1, segment.Data.Length));
            return;
        }

        _spilled ??= spill.Create();
        var at = _spilled.Seek(0, SeekOrigin.End);
        _spilled.Write(segment.Data);
        _waiting.Add(segment.Index, new Waiting(segment, at, segment.Data.Length));
        segment.Data = [];
    }

    private readonly record struct Waiting(Segment Segment, long SpilledAt, int Length)
    {
        public Segment Restore(Stream? spilled, ref long waitingBytes)
        {
            if (SpilledAt < 0)
            {
                waitingBytes -= Length;
                return Segment;
            }

            var data = new byte[Length];
            spilled!.Seek(SpilledAt, SeekOrigin.Begin);
            spilled.ReadExactly(data);
            Segment.Data = data;
            return Segment;
        }
    }
}
