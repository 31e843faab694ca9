using TestOps.Core.Engines;

namespace TestOps.Load.BuiltIn;

/// <summary>
/// Where the time of the current call of a client goes, marked by its connection's streams. One per client: a virtual user makes one call at a time. 0 means
/// that an instant has not come.
/// </summary>
internal sealed class CallMeter
{
    private const long PrefaceBytes = 70;
    private readonly TimeProvider _time;
    private long _started;
    private long _firstWrite;
    private long _lastWrite;
    private long _firstRead;
    private long _dialled;
    private long _connectingNs;
    private long _tlsNs;
    private long _sentBytes;
    private long _receivedBytes;
    private long _sentBefore;
    private long _receivedBefore;
    private long _left;

    public CallMeter(TimeProvider time) => _time = time;

    /// <summary>Bytes on the wire since the client exists, both ways.</summary>
    public long SentBytes => Volatile.Read(ref _sentBytes);

    public long ReceivedBytes => Volatile.Read(ref _receivedBytes);

    public long Now => _time.GetTimestamp();

    /// <summary>Nanoseconds since the call began.</summary>
    public long ElapsedNs() => Between(_started, Now);

    /// <summary>How long before the current call an instant was.</summary>
    public long BeforeCallNs(long instant) => Between(instant, _started);

    public void Begin()
    {
        _started = Now;
        _firstWrite = 0;
        _lastWrite = 0;
        _firstRead = 0;
        _connectingNs = 0;
        _tlsNs = 0;
        _sentBefore = SentBytes;
        _receivedBefore = ReceivedBytes;
    }

    /// <summary>The TCP connection is there; it was dialled since <paramref name="since"/>.</summary>
    public void Connected(long since)
    {
        // Before its first request HTTP/2 writes a preface, settings and a window.
        _left += PrefaceBytes;
        _dialled = Now;
        _connectingNs = Between(since, _dialled);
    }

    /// <summary>The TLS handshake that followed the dial has ended.</summary>
    public void Secured() => _tlsNs = Between(_dialled, Now);

    public void BeforeWrite()
    {
        if (_firstWrite == 0)
        {
            _firstWrite = Now;
        }
    }

    public void AfterWrite() => _lastWrite = Now;

    /// <summary>
    /// Bytes have been written on a connection that carries more than requests: acknowledgements and windows of HTTP/2, which may come behind the request, are none of it.
    /// </summary>
    public void AfterWrite(int bytes)
    {
        if (_left > 0)
        {
            _left -= bytes;
            _lastWrite = Now;
        }
    }

    /// <summary>A request of at least so many bytes is about to be written on such a connection.</summary>
    public void Expect(long bytes) => _left = bytes;

    /// <summary>The request is made again on another connection: the attempt before it was spent waiting for one.</summary>
    public void Repeat()
    {
        _firstWrite = 0;
        _lastWrite = 0;
        _firstRead = 0;
    }

    public void AfterRead()
    {
        if (_firstRead == 0)
        {
            _firstRead = Now;
        }
    }

    public void Sent(int bytes) => Interlocked.Add(ref _sentBytes, bytes);

    public void Received(int bytes) => Interlocked.Add(ref _receivedBytes, bytes);

    /// <summary>
    /// The call as k6 splits it, ended now, and its whole duration. Without a connection every part is 0, as in k6; without an answer the call has waited until now.
    /// </summary>
    public (CallTimings Timings, long ElapsedNs) End()
    {
        var now = Now;
        var sent = SentBytes - _sentBefore;
        var received = ReceivedBytes - _receivedBefore;
        if (_firstWrite == 0)
        {
            return (new CallTimings(0, 0, 0, 0, 0, 0, sent, received), Between(_started, now));
        }

        var answered = _firstRead == 0 ? now : _firstRead;

        // An engine may answer before it has read all of the request: then nothing was waited for, and sending ends with the first byte of the answer.
        var written = Math.Min(_lastWrite == 0 ? now : _lastWrite, answered);
        var timings = new CallTimings(
            Between(_started, _firstWrite),
            _connectingNs,
            _tlsNs,
            Between(_firstWrite, written),
            Between(written, answered),
            Between(answered, now),
            sent,
            received);
        return (timings, Between(_started, now));
    }

    private long Between(long from, long to) => Math.Max(0, _time.GetElapsedTime(from, to).Ticks * TimeSpan.NanosecondsPerTick);
}
