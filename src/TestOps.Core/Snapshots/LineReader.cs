using System.Buffers;
using ZstdSharp;

namespace TestOps.Core.Snapshots;

/// <summary>Cuts a stream into lines; memory stays at one buffer, as long as the longest line. Not safe for concurrent use.</summary>
internal sealed class LineReader(Stream stream, string file) : IDisposable
{
    /// <summary>Longest line: 256 MiB. A body at its default limit of 16 MiB may take six times as much where every byte needs an escape.</summary>
    public const int LineBytesMax = 256 * 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>Number of the line that was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Bytes of the lines read so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>The next line without its <c>\n</c>, valid until the next call; false at the end.</summary>
    /// <exception cref="SnapshotCorruptException">A line is too long or has no end, or the stream cannot be decompressed.</exception>
    public bool TryRead(out ReadOnlyMemory<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var newline = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                line = _buffer.AsMemory(_start, searched + newline);
                _start += searched + newline + 1;
                Bytes += searched + newline + 1;
                Number++;
                return true;
            }

            searched = _end - _start;
            if (!Fill())
            {
                line = default;
                return _start == _end ? false : throw new SnapshotCorruptException(file, $"line {Number + 1}", "the line has no end");
            }
        }
    }

    public void Dispose()
    {
        stream.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private bool Fill()
    {
        if (_isAtEnd)
        {
            return false;
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Grow();
        }

        try
        {
            var read = stream.Read(_buffer, _end, _buffer.Length - _end);
            _isAtEnd = read == 0;
            _end += read;
            return read > 0;
        }
        catch (Exception problem) when (problem is ZstdException or EndOfStreamException or InvalidDataException)
        {
            throw new SnapshotCorruptException(file, $"after line {Number}", $"the compressed data are damaged: {problem.Message}");
        }
    }

    private void Grow()
    {
        if (_buffer.Length >= LineBytesMax)
        {
            throw new SnapshotCorruptException(file, $"line {Number + 1}", $"longer than {LineBytesMax} bytes");
        }

        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
