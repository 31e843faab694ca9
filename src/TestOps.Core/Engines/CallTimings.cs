namespace TestOps.Core.Engines;

/// <summary>
/// Where the time of one HTTP call went, in nanoseconds, with k6's meanings: blocked (waiting for a connection, dial and TLS included),
/// connecting (TCP dial), TLS handshake, sending, waiting (to the first byte), receiving; and the bytes on the wire.
/// <c>http_req_duration</c> is sending + waiting + receiving.
/// </summary>
public readonly record struct CallTimings(
    long BlockedNs, long ConnectingNs, long TlsNs, long SendingNs, long WaitingNs, long ReceivingNs, long SentBytes, long ReceivedBytes)
{
    /// <summary>k6's <c>http_req_duration</c>: sending + waiting + receiving.</summary>
    public long DurationNs => SendingNs + WaitingNs + ReceivingNs;
}
