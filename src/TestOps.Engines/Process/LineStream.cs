namespace TestOps.Engines.Process;

/// <summary>Cuts what an engine prints into lines. Memory is bounded by the limit on a line; each line is a copy that may be kept.</summary>
internal sealed class LineStream(Stream source, long maxLineBytes)
{
    private const int ReadSize = 16 * 1024;

    private byte[] _buffer = new byte[ReadSize];
    private int _start;
    private int _end;
    private int _searched;

    /// <summary>Whether the last line was cut off at the limit; nothing more can be read then.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Whether the output ended within a line; <see cref="ReadAsync"/> gave that rest as its last line.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>The next line without its end (LF, or CR LF), or null at the end of the output.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var at = _buffer.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                return Take(_searched + at, skip: 1);
            }

            _searched = _end;
            if (_end - _start > maxLineBytes)
            {
                IsTooLong = true;
                return _buffer.AsMemory(_start, _end - _start);
            }

            MakeRoom();
            var read = await source.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                IsCutOff = _end > _start;

                // Not by a conditional: its null would become an empty line.
                if (IsCutOff)
                {
                    return Take(_end, skip: 0);
                }

                return null;
            }

            _end += read;
        }
    }

    private ReadOnlyMemory<byte> Take(int end, int skip)
    {
        var line = _buffer.AsSpan(_start, end - _start);
        _start = end + skip;
        _searched = _start;
        return (line.EndsWith("\r"u8) ? line[..^1] : line).ToArray();
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _searched -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            // One byte beyond the limit tells that the line is too long.
            Array.Resize(ref _buffer, (int)Math.Min(_buffer.Length * 2L, Math.Max(maxLineBytes + 1, _buffer.Length + 1)));
        }
    }
}
