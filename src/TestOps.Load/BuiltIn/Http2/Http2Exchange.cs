using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using TestOps.Core.Engines;

namespace TestOps.Load.BuiltIn.Http2;

/// <summary>HTTP/2 by the framework's handler: by ALPN over TLS, with prior knowledge else, and never anything lower.</summary>
internal sealed class Http2Exchange : IExchange
{
    private const int MaxHeaderKiB = 64;

    // A frame of headers, and one field at least.
    private const int SmallestHead = 10;
    private readonly LoadTarget _target;
    private readonly Dialer _dialer;
    private readonly CallMeter _meter;
    private readonly RequestBuilder _requests;
    private readonly ConcurrentDictionary<Origin, string?> _tlsVersions = new();
    private CertificateVerdict _verdict = new();
    private HttpMessageInvoker? _invoker;

    public Http2Exchange(LoadTarget target, Dialer dialer, CallMeter meter)
    {
        _target = target;
        _dialer = dialer;
        _meter = meter;
        _requests = new RequestBuilder(target);
    }

    public string Protocol => "HTTP/2.0";

    public string? TlsVersion { get; private set; }

    public async ValueTask<EngineReply> SendAsync(Hop hop, CallLimit limit)
    {
        try
        {
            using var request = _requests.Build(hop);
            _meter.Expect(hop.Body.Length + SmallestHead);
            _invoker ??= new HttpMessageInvoker(CreateHandler(), disposeHandler: true);
            using var response = await _invoker.SendAsync(request, limit.Token).ConfigureAwait(false);
            _meter.AfterRead();
            TlsVersion = hop.Origin.IsTls ? _tlsVersions.GetValueOrDefault(hop.Origin) : null;
            return await ReadAsync(hop, response, limit.Token).ConfigureAwait(false);
        }
        catch (FormatException e)
        {
            return Fail(CallFailures.Invalid(e.Message));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            return Fail(Cause(e));
        }
        finally
        {
            if (_target.Http.NoConnectionReuse)
            {
                CloseIdle();
            }
        }
    }

    public void CloseIdle()
    {
        _invoker?.Dispose();
        _invoker = null;
    }

    public void Dispose() => CloseIdle();

    private async ValueTask<EngineReply> ReadAsync(Hop hop, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (hop.Frames is { } frames && frames.Begin((int)response.StatusCode, ResponseHeaders.ContentType(response)))
        {
            var fits = await StreamedBody.ReadAsync(response.Content, frames, _meter.ElapsedNs, _target.MaxBodyBytes, cancellationToken).ConfigureAwait(false);
            return fits ? Reply(response, []) : Fail(CallFailures.BodyTooLarge(_target.MaxBodyBytes));
        }

        var (body, failure) = await ResponseBody.ReadAsync(response.Content, _target.MaxBodyBytes, cancellationToken).ConfigureAwait(false);
        return failure is null ? Reply(response, _target.Http.DiscardResponseBodies ? [] : body) : Fail(failure);
    }

    private SocketsHttpHandler CreateHandler()
    {
        _verdict = new CertificateVerdict();
        return new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = async (context, token) =>
            {
                var socket = await _dialer.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, _meter, token).ConfigureAwait(false);
                return new MeteredStream(new NetworkStream(socket, ownsSocket: true), _meter, counts: true, marks: context.InitialRequestMessage.RequestUri!.Scheme == Uri.UriSchemeHttp);
            },
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            PlaintextStreamFilter = (context, _) => ValueTask.FromResult(FilterPlaintext(context)),
            MaxResponseDrainSize = 0,
            MaxResponseHeadersLength = MaxHeaderKiB,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            SslOptions = _dialer.TlsOptions(SslApplicationProtocol.Http2, _verdict),
            UseCookies = false,
            UseProxy = false,
        };
    }

    private Stream FilterPlaintext(SocketsHttpPlaintextStreamFilterContext context)
    {
        if (context.PlaintextStream is not SslStream secured)
        {
            return context.PlaintextStream;
        }

        _meter.Secured();
        _tlsVersions[Origin.Of(context.InitialRequestMessage.RequestUri!)] = TlsVersions.NameOf(secured.SslProtocol);
        return new MeteredStream(secured, _meter, counts: false, marks: true);
    }

    private EngineFailure Cause(Exception exception) =>
        exception.InnerException is System.Security.Authentication.AuthenticationException handshake ? CallFailures.Handshake(handshake, _verdict) : CallFailures.Of(exception);

    private EngineReply Reply(HttpResponseMessage response, byte[] body)
    {
        var (timings, elapsedNs) = _meter.End();
        if (body.Length > 0 && response.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var encodings))
        {
            (body, var failure) = ContentDecoder.Decode(body, string.Join(',', encodings), _target.MaxBodyBytes);
            if (failure is not null)
            {
                return EngineReply.Failed(failure, elapsedNs, timings);
            }
        }

        return new EngineReply
        {
            Status = (int)response.StatusCode,
            ContentType = ResponseHeaders.ContentType(response),
            Headers = new ResponseHeaders(response),
            Frames = body.Length == 0 ? [] : [new Frame(elapsedNs, body)],
            ElapsedNs = elapsedNs,
            Timings = timings,
        };
    }

    private EngineReply Fail(EngineFailure failure)
    {
        var (timings, elapsedNs) = _meter.End();
        return EngineReply.Failed(failure, elapsedNs, timings);
    }
}
