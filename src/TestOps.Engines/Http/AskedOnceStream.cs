namespace TestOps.Engines.Http;

/// <summary>
/// A connection on which a request that got no answer is not sent again behind our back. SocketsHttpHandler repeats every request without a body, up to three times, where a connection
/// ends before the first byte of the answer - also a POST, also on a fresh connection: the engine would act on a call up to four times that a trace holds once. It repeats after an
/// <see cref="IOException"/> alone, so the end is told by another exception. Left to it are GET, HEAD and OPTIONS on a kept connection, which the engine may have closed as idle while the
/// request was on its way; RFC 9110 section 9.2.2 allows that, and k6 does the same.
/// </summary>
internal sealed class AskedOnceStream(Stream connection) : Stream
{
    private volatile bool _isAsked;
    private bool _hasAnswered;
    private bool _maySendAgain;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        try
        {
            read = await connection.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception) when (_isAsked && !_maySendAgain)
        {
            throw new AnswerLostException(exception.Message, exception);
        }

        // A read into no buffer waits for bytes and takes none.
        if (buffer.IsEmpty)
        {
            return read;
        }

        if (read == 0)
        {
            return _isAsked && !_maySendAgain ? throw new AnswerLostException("the connection ended") : 0;
        }

        _isAsked = false;
        _hasAnswered = true;
        return read;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_isAsked)
        {
            _maySendAgain = _hasAnswered && IsSafe(buffer.Span);
            _isAsked = true;
        }

        await connection.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

    public override void Flush() => connection.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            connection.Dispose();
        }

        base.Dispose(disposing);
    }

    private static bool IsSafe(ReadOnlySpan<byte> head) => head.StartsWith("GET "u8) || head.StartsWith("HEAD "u8) || head.StartsWith("OPTIONS "u8);
}
