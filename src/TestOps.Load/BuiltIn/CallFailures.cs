using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using TestOps.Core.Engines;

namespace TestOps.Load.BuiltIn;

/// <summary>Turns exceptions of connections into findings with k6's error codes.</summary>
internal static class CallFailures
{
    public static EngineFailure Timeout(TimeSpan limit) =>
        new(EngineFailureKind.Timeout, FormattableString.Invariant($"no complete answer within {limit.TotalSeconds:0.###} s"), ErrorCodes.RequestTimeout);

    public static EngineFailure DialTimeout(TimeSpan limit) =>
        new(EngineFailureKind.Unreachable, FormattableString.Invariant($"no connection within {limit.TotalSeconds:0.###} s"), ErrorCodes.DialTimeout);

    public static EngineFailure BodyTooLarge(long limit) =>
        new(EngineFailureKind.BodyTooLarge, FormattableString.Invariant($"the body is larger than the limit of {limit} bytes"), ErrorCodes.Generic);

    public static EngineFailure BodiesTooLarge(long limit) => new(
        EngineFailureKind.BodyTooLarge,
        FormattableString.Invariant($"the bodies of all users together are larger than {limit / (1024 * 1024)} MiB, a quarter of the memory that there is: lower engine.max_body, or set load.http.discardResponseBodies"),
        ErrorCodes.Generic);

    public static EngineFailure Undecodable(string encoding) =>
        new(EngineFailureKind.MalformedAnswer, $"the body is not what its Content-Encoding '{encoding}' says", ErrorCodes.Decompression);

    public static EngineFailure Invalid(string problem) => new(EngineFailureKind.InvalidRequest, problem, ErrorCodes.Generic);

    public static EngineFailure Handshake(Exception exception, CertificateVerdict verdict)
    {
        if (exception is AuthenticationException)
        {
            var (what, code) = verdict.ErrorCode switch
            {
                ErrorCodes.CertificateHost => ("the certificate does not name the host", ErrorCodes.CertificateHost),
                ErrorCodes.CertificateAuthority => ("the certificate's authority is unknown", ErrorCodes.CertificateAuthority),
                _ => (Innermost(exception).Message, ErrorCodes.Tls),
            };
            return new EngineFailure(EngineFailureKind.Unreachable, $"the TLS handshake failed: {what}", code);
        }

        var broken = Of(exception);
        return broken with { Kind = EngineFailureKind.Unreachable, Message = $"the TLS handshake failed: {broken.Message}", ErrorCode = broken.ErrorCode == ErrorCodes.Generic ? ErrorCodes.Tls : broken.ErrorCode };
    }

    public static EngineFailure Of(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case DialFailedException dial:
                    return dial.Failure;
                case HttpProtocolException protocol:
                    return OfHttp2(protocol);
                case AuthenticationException tls:
                    return new EngineFailure(EngineFailureKind.Unreachable, $"the TLS handshake failed: {Innermost(tls).Message}", ErrorCodes.Tls);
                case HttpRequestException { HttpRequestError: HttpRequestError.VersionNegotiationError }:
                    return new EngineFailure(EngineFailureKind.Unreachable, "the server does not offer HTTP/2, which load.http.version asks for", ErrorCodes.Generic);
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

    // The outer one says "see inner exception".
    private static Exception Innermost(Exception exception) => exception.GetBaseException();

    private static EngineFailure OfHttp2(HttpProtocolException protocol)
    {
        // .NET does not say in a property whether a stream was reset or the connection told to go away; its texts for a GOAWAY and a RST_STREAM do.
        var kind = protocol.Message.Contains("GOAWAY", StringComparison.OrdinalIgnoreCase) ? ErrorCodes.Http2GoAway
            : protocol.Message.Contains("RST_STREAM", StringComparison.OrdinalIgnoreCase) || protocol.Message.Contains("reset", StringComparison.OrdinalIgnoreCase) ? ErrorCodes.Http2Stream
            : ErrorCodes.Http2Connection;
        return new EngineFailure(EngineFailureKind.ConnectionLost, FormattableString.Invariant($"HTTP/2 error {protocol.ErrorCode:x}: {protocol.Message}"), ErrorCodes.OfHttp2(kind, protocol.ErrorCode));
    }

    private static bool IsMalformed(HttpRequestError error) => error is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded;

    private static int CodeOf(SocketError error) => error == SocketError.ConnectionReset ? ErrorCodes.Reset : ErrorCodes.Generic;
}
