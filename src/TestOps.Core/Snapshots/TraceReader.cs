using ZstdSharp;

namespace TestOps.Core.Snapshots;

/// <summary>Reads a trace; memory stays at a few buffers whatever its length. Not safe for concurrent use.</summary>
public sealed class TraceReader : IDisposable
{
    private readonly string _file;
    private readonly LineReader _lines;
    private readonly TraceNames _names = new();
    private TraceSession? _ahead;

    /// <summary>Reads from <paramref name="compressed"/>, which is disposed with the reader; <paramref name="file"/> names it in errors.</summary>
    public TraceReader(Stream compressed, string file)
    {
        _file = file;
        _lines = new LineReader(new DecompressionStream(compressed, leaveOpen: false), file);
    }

    /// <summary>Number of the line that was read last, from 1.</summary>
    public long Line => _lines.Number;

    /// <summary>Uncompressed bytes read so far.</summary>
    public long Bytes => _lines.Bytes;

    /// <summary>The next step, valid until the next call; false at the end.</summary>
    /// <exception cref="SnapshotCorruptException">The compression or the line is damaged.</exception>
    public bool TryReadStep(out TraceStep step)
    {
        if (!_lines.TryRead(out var line))
        {
            step = default;
            return false;
        }

        step = Parse(line);
        return true;
    }

    /// <summary>The next session with all its steps, which stay valid; null at the end.</summary>
    /// <exception cref="SnapshotCorruptException">A line cannot be read, or sessions are not in order.</exception>
    public TraceSession? ReadSession()
    {
        var session = _ahead ?? (TryReadLasting(out var first) ? new TraceSession(first) : null);
        _ahead = null;
        while (session is not null && TryReadLasting(out var step))
        {
            if (step.Record.Session != session.Session)
            {
                _ahead = step.Record.Session > session.Session
                    ? new TraceSession(step)
                    : throw new SnapshotCorruptException(_file, $"line {Line}", $"session {step.Record.Session} after session {session.Session}");
                break;
            }

            session.Add(step);
        }

        return session;
    }

    /// <inheritdoc />
    public void Dispose() => _lines.Dispose();

    private bool TryReadLasting(out TraceStep step)
    {
        if (!_lines.TryRead(out var line))
        {
            step = default;
            return false;
        }

        step = Parse(line.ToArray());
        return true;
    }

    private TraceStep Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            return TraceLineReader.Read(line, _names);
        }
        catch (FormatException problem)
        {
            throw new SnapshotCorruptException(_file, $"line {Line}", problem.Message);
        }
    }
}
