using System.Globalization;
using System.Net.Sockets;
using TestOps.Core.Engines;
using TestOps.Core.Safety;

namespace TestOps.Engines.Http;

/// <summary>Turns what the framework throws into a failure that is counted, with k6's error code.</summary>
internal static class HttpFailures
{
    // https://grafana.com/docs/k6/latest/javascript-api/error-codes/
    private const int GenericCode = 1000;
    private const int TimeoutCode = 1050;
    private const int DnsCode = 1100;
    private const int NoSuchHostCode = 1101;
    private const int RefusedAddressCode = 1110;
    private const int TcpCode = 1200;
    private const int BrokenPipeCode = 1201;
    private const int DialCode = 1210;
    private const int DialRefusedCode = 1212;
    private const int ResetCode = 1220;
    private const int TlsCode = 1300;

    public static EngineFailure TimedOut(TimeSpan limit) =>
        new(EngineFailureKind.Timeout, string.Create(CultureInfo.InvariantCulture, $"no complete answer within {limit.TotalSeconds:0.###} s"), TimeoutCode);

    public static EngineFailure BodyTooLarge(long limit) =>
        new(EngineFailureKind.BodyTooLarge, string.Create(CultureInfo.InvariantCulture, $"the body is larger than {limit} bytes"), GenericCode);

    public static EngineFailure CannotSend(string why) => new(EngineFailureKind.InvalidRequest, why, GenericCode);

    /// <summary>Whether <paramref name="exception"/> is a failure of the call, and not our own.</summary>
    public static bool IsFailure(Exception exception) => exception is HttpRequestException or IOException or SocketException or InvalidDataException or TargetRefusedException or AnswerLostException;

    public static EngineFailure Of(Exception exception)
    {
        if (Cause<TargetRefusedException>(exception) is { } refused)
        {
            return new EngineFailure(EngineFailureKind.RefusedByPolicy, refused.Message, RefusedAddressCode);
        }

        if (Cause<InvalidDataException>(exception) is not null)
        {
            return new EngineFailure(EngineFailureKind.MalformedAnswer, "the body does not decompress", GenericCode);
        }

        var error = exception switch
        {
            AnswerLostException { InnerException: null } => HttpRequestError.ResponseEnded,
            HttpRequestException request => request.HttpRequestError,
            HttpIOException io => io.HttpRequestError,
            _ => HttpRequestError.Unknown,
        };
        return error switch
        {
            HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError => Unreachable(exception),
            HttpRequestError.SecureConnectionError => new EngineFailure(EngineFailureKind.Unreachable, "the TLS handshake failed", TlsCode),
            HttpRequestError.InvalidResponse => new EngineFailure(EngineFailureKind.MalformedAnswer, "the answer is not valid HTTP", GenericCode),
            HttpRequestError.ConfigurationLimitExceeded => new EngineFailure(EngineFailureKind.MalformedAnswer, "the answer's headers are larger than 64 KiB", GenericCode),
            HttpRequestError.ResponseEnded => new EngineFailure(EngineFailureKind.ConnectionLost, "the connection ended before the answer was complete", GenericCode),
            _ => Lost(exception),
        };
    }

    private static EngineFailure Unreachable(Exception exception) => Cause<SocketException>(exception)?.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => new EngineFailure(EngineFailureKind.Unreachable, "connection refused", DialRefusedCode),
        SocketError.HostNotFound or SocketError.NoData => new EngineFailure(EngineFailureKind.Unreachable, "the host name has no address", NoSuchHostCode),
        SocketError.TryAgain or SocketError.NoRecovery => new EngineFailure(EngineFailureKind.Unreachable, "the host name could not be resolved", DnsCode),
        SocketError.ConnectionReset => new EngineFailure(EngineFailureKind.ConnectionLost, "connection reset", ResetCode),
        { } other => new EngineFailure(EngineFailureKind.Unreachable, $"no connection: {other}", DialCode),
        null => new EngineFailure(EngineFailureKind.Unreachable, "no connection", DialCode),
    };

    private static EngineFailure Lost(Exception exception) => Cause<SocketException>(exception)?.SocketErrorCode switch
    {
        SocketError.ConnectionReset or SocketError.ConnectionAborted => new EngineFailure(EngineFailureKind.ConnectionLost, "connection reset", ResetCode),
        SocketError.Shutdown => new EngineFailure(EngineFailureKind.ConnectionLost, "the connection is closed for writing", BrokenPipeCode),
        { } other => new EngineFailure(EngineFailureKind.ConnectionLost, $"connection lost: {other}", TcpCode),
        null => new EngineFailure(EngineFailureKind.ConnectionLost, "connection lost", GenericCode),
    };

    private static T? Cause<T>(Exception? exception)
        where T : Exception
    {
        while (exception is not null and not T)
        {
            exception = exception.InnerException;
        }

        return (T?)exception;
    }
}
