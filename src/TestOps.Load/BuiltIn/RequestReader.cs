using System.Buffers.Text;

namespace TestOps.Load.BuiltIn;

/// <summary>Reads requests of our own client off a connection and forgets them. It knows bodies by <c>Content-Length</c> only, as our client sends them.</summary>
internal sealed class RequestReader
{
    private const int HeadMax = 128 * 1024;
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[HeadMax];
    private int _filled;

    public RequestReader(Stream stream) => _stream = stream;

    /// <summary>Reads one request to its end; false at the end of the connection, or where the head is too large to be ours.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        int head;
        while ((head = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            var read = _filled == HeadMax ? 0 : await _stream.ReadAsync(_buffer.AsMemory(_filled), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }

            _filled += read;
        }

        var left = head + 4 + BodyLength(_buffer.AsSpan(0, head)) - _filled;
        if (left <= 0)
        {
            _buffer.AsSpan((int)(_filled + left), (int)-left).CopyTo(_buffer);
            _filled = (int)-left;
            return true;
        }

        _filled = 0;
        for (; left > 0;)
        {
            var read = await _stream.ReadAsync(_buffer.AsMemory(0, (int)Math.Min(left, HeadMax)), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }

            left -= read;
        }

        return true;
    }

    private static long BodyLength(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("\r\nContent-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + "\r\nContent-Length: "u8.Length)..], out long length, out _) ? length : 0;
    }
}
