namespace TestOps.Load.Metrics;

/// <summary>Names of the metrics, as k6 writes them; the last two are ours.</summary>
public static class MetricNames
{
    /// <summary>Share of checks that passed.</summary>
    public const string Checks = "checks";

    /// <summary>Bytes received on the wire.</summary>
    public const string DataReceived = "data_received";

    /// <summary>Bytes sent on the wire.</summary>
    public const string DataSent = "data_sent";

    /// <summary>Planned starts that found no free virtual user.</summary>
    public const string DroppedIterations = "dropped_iterations";

    /// <summary>Wait for a connection: name resolution, dial and TLS included.</summary>
    public const string HttpReqBlocked = "http_req_blocked";

    /// <summary>TCP dial.</summary>
    public const string HttpReqConnecting = "http_req_connecting";

    /// <summary>Sending, waiting and receiving together.</summary>
    public const string HttpReqDuration = "http_req_duration";

    /// <summary>Share of requests with a status outside 200-399 or without an answer.</summary>
    public const string HttpReqFailed = "http_req_failed";

    /// <summary>First byte of the answer to the last byte of its body.</summary>
    public const string HttpReqReceiving = "http_req_receiving";

    /// <summary>Connection ready to request written.</summary>
    public const string HttpReqSending = "http_req_sending";

    /// <summary>TLS handshake.</summary>
    public const string HttpReqTlsHandshaking = "http_req_tls_handshaking";

    /// <summary>Request written to first byte of the answer.</summary>
    public const string HttpReqWaiting = "http_req_waiting";

    /// <summary>Requests.</summary>
    public const string HttpReqs = "http_reqs";

    /// <summary>Duration of complete iterations, think time included.</summary>
    public const string IterationDuration = "iteration_duration";

    /// <summary>Complete iterations.</summary>
    public const string Iterations = "iterations";

    /// <summary>Virtual users at work.</summary>
    public const string Vus = "vus";

    /// <summary>Virtual users that exist.</summary>
    public const string VusMax = "vus_max";

    /// <summary>Ours, arrival-rate executors only: <see cref="HttpReqDuration"/> plus the time by which its iteration started late.</summary>
    public const string HttpReqDurationIntended = "http_req_duration_intended";

    /// <summary>Ours, arrival-rate executors only: how late an iteration started, measured from the instant the schedule asked for.</summary>
    public const string IterationStartLag = "iteration_start_lag";
}
