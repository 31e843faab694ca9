using System.Buffers;
using System.Security.Cryptography;
using TestOps.Core.Determinism;
using TestOps.Core.Snapshots;
using TestOps.Core.Traces;
using TestOps.Sim.Statistics;

namespace TestOps.Sim.Recording;

/// <summary>Writes segments, in order, into the trace file, and chains the root. Called by one thread at a time.</summary>
internal sealed class TraceSink : IDisposable
{
    /// <summary>Lines that were not compressed by a worker are gathered to frames of this size.</summary>
    private const int FrameBytes = 256 * 1024;

    private readonly Stream _file;
    private readonly IncrementalHash _fileHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _pending = new();
    private readonly MetricTally[] _tallies;
    private readonly RootDigest _root = new();

    public TraceSink(Stream file, int metrics)
    {
        _file = file;
        _tallies = new MetricTally[metrics];
    }

    public long Sessions { get; private set; }

    public long Steps { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Metric values of all segments, merged in session order.</summary>
    public IReadOnlyList<MetricTally> Tallies => _tallies;

    public void Write(Segment segment)
    {
        foreach (var digest in segment.Digests)
        {
            _root.Append(digest);
        }

        for (var i = 0; i < _tallies.Length; i++)
        {
            _tallies[i].Merge(segment.Tallies[i]);
        }

        Sessions += segment.Digests.Length;
        Steps += segment.Steps;
        Bytes += segment.LineBytes;
        if (segment.IsCompressed)
        {
            WriteBytes(segment.Data);
            return;
        }

        _pending.Write(segment.Data);
        if (_pending.WrittenCount >= FrameBytes)
        {
            FlushPending();
        }
    }

    /// <summary>Ends the trace.</summary>
    public TraceSummary Finish(string fileName)
    {
        FlushPending();
        return new TraceSummary(fileName, Convert.ToHexStringLower(_fileHash.GetCurrentHash()), Sessions, Steps, Bytes, _root.ToString());
    }

    public void Dispose() => _fileHash.Dispose();

    private void FlushPending()
    {
        if (_pending.WrittenCount > 0)
        {
            WriteBytes(TraceFrame.Compress(_pending.WrittenSpan));
            _pending.ResetWrittenCount();
        }
    }

    private void WriteBytes(byte[] bytes)
    {
        _fileHash.AppendData(bytes);
        _file.Write(bytes);
    }
}
