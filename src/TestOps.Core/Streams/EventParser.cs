using System.Buffers;

namespace TestOps.Core.Streams;

/// <summary>
/// Splits bytes into server-sent events (HTML Standard, 9.2.6), whatever the boundaries of the pieces in which they come. Events without data are none; names and ids are not
/// looked at. Not safe for concurrent use.
/// </summary>
internal sealed class EventParser
{
    private readonly ArrayBufferWriter<byte> _line = new(256);
    private readonly ArrayBufferWriter<byte> _data = new(256);
    private bool _hasData;
    private bool _isFirstLine = true;
    private bool _endedWithReturn;

    /// <summary>Whether an event has begun that no blank line has ended.</summary>
    public bool IsWithinEvent => _hasData || _line.WrittenCount > 0;

    /// <summary>
    /// Reads on in <paramref name="bytes"/>, up to the end of the next event: true with its data, valid until the next call, and <paramref name="bytes"/> behind it; false where
    /// all is read.
    /// </summary>
    public bool TryRead(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> data)
    {
        data = default;
        if (!_hasData)
        {
            _data.ResetWrittenCount();
        }

        while (!bytes.IsEmpty)
        {
            // The second byte of a line end may be the first of the next piece.
            if (_endedWithReturn && bytes[0] == '\n')
            {
                bytes = bytes[1..];
                _endedWithReturn = false;
                continue;
            }

            _endedWithReturn = false;
            var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
            _line.Write(end < 0 ? bytes : bytes[..end]);
            if (end < 0)
            {
                bytes = default;
                return false;
            }

            _endedWithReturn = bytes[end] == '\r';
            bytes = bytes[(end + 1)..];
            if (EndLine(out data))
            {
                return true;
            }
        }

        return false;
    }

    private bool EndLine(out ReadOnlySpan<byte> data)
    {
        var line = _line.WrittenSpan;
        if (_isFirstLine && line.StartsWith("\uFEFF"u8))
        {
            line = line["\uFEFF"u8.Length..];
        }

        _isFirstLine = false;
        data = default;
        var isEvent = line.IsEmpty && _hasData;
        if (isEvent)
        {
            data = _data.WrittenSpan;
            _hasData = false;
        }
        else if (ValueOfData(line, out var value))
        {
            if (_hasData)
            {
                _data.Write("\n"u8);
            }

            _data.Write(value);
            _hasData = true;
        }

        _line.ResetWrittenCount();
        return isEvent;
    }

    private static bool ValueOfData(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!line.StartsWith("data"u8) || (line.Length > 4 && line[4] != ':'))
        {
            return false;
        }

        value = line.Length > 4 ? line[5..] : default;
        value = value.StartsWith(" "u8) ? value[1..] : value;
        return true;
    }
}
