using System.Net.Sockets;
using System.Security.Authentication;
using TestOps.Core.Engines;

namespace TestOps.Load.BuiltIn;

/// <summary>Turns exceptions of the HTTP stack into findings with k6's error codes.</summary>
internal static class CallFailures
{
    public static EngineFailure Timeout(TimeSpan limit) =>
        new(EngineFailureKind.Timeout, FormattableString.Invariant($"no complete answer within {limit.TotalSeconds:0.###} s"), ErrorCodes.RequestTimeout);

    public static EngineFailure DialTimeout(TimeSpan limit) =>
        new(EngineFailureKind.Unreachable, FormattableString.Invariant($"no connection within {limit.TotalSeconds:0.###} s"), ErrorCodes.DialTimeout);

    public static EngineFailure BodyTooLarge(long limit) =>
        new(EngineFailureKind.BodyTooLarge, FormattableString.Invariant($"the body is larger than the limit of {limit} bytes"), ErrorCodes.Generic);

    public static EngineFailure Of(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case DialFailedException dial:
                    return dial.Failure;
                case AuthenticationException tls:
                    return new EngineFailure(EngineFailureKind.Unreachable, $"the TLS handshake failed: {tls.Message}", ErrorCodes.Tls);
                case SocketException { SocketErrorCode: SocketError.Shutdown }:
                    return new EngineFailure(EngineFailureKind.ConnectionLost, "the connection was closed while the request was written", ErrorCodes.BrokenPipe);
                case SocketException socket:
                    return new EngineFailure(EngineFailureKind.ConnectionLost, $"the connection broke ({socket.SocketErrorCode})", CodeOf(socket.SocketErrorCode));
            }
        }

        return exception is HttpRequestException { HttpRequestError: { } error } && IsMalformed(error) || exception is HttpIOException { HttpRequestError: { } inBody } && IsMalformed(inBody)
            ? new EngineFailure(EngineFailureKind.MalformedAnswer, $"the answer is not valid HTTP: {exception.Message}", ErrorCodes.Generic)
            : new EngineFailure(EngineFailureKind.ConnectionLost, "the connection ended before the answer was complete", ErrorCodes.Generic);
    }

    private static bool IsMalformed(HttpRequestError error) => error is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded;

    private static int CodeOf(SocketError error) => error == SocketError.ConnectionReset ? ErrorCodes.Reset : ErrorCodes.Generic;
}
