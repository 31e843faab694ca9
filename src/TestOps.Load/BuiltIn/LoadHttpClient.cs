using System.Net;
using System.Net.Security;
using System.Text;
using TestOps.Core.Engines;
using TestOps.Core.Safety;

namespace TestOps.Load.BuiltIn;

/// <summary>
/// The HTTP/1.1 client of one virtual user: its own connections, no redirects, no cookies, no proxy, k6's timings. It makes one call at a time. What it sends
/// beyond the step is in the lease; no trace headers, no compression is asked for and none is undone.
/// </summary>
public sealed class LoadHttpClient : IEngineClient, IDisposable
{
    private const int MaxHeaderKiB = 64;
    private static readonly TimeSpan s_dialLimit = TimeSpan.FromSeconds(30);
    private readonly LoadTarget _target;
    private readonly RequestBuilder _requests;
    private readonly TimeProvider _time;
    private readonly CallMeter _meter;
    private readonly HttpMessageInvoker _invoker;
    private CancellationTokenSource _limit;
    private long _sentTaken;
    private long _receivedTaken;

    /// <summary>Creates the client; it dials when it is first called. <paramref name="tls"/> are the options of an <c>https</c> target, the framework's by default.</summary>
    public LoadHttpClient(LoadTarget target, TargetPolicy policy, TimeProvider time, SslClientAuthenticationOptions? tls = null)
    {
        _target = target;
        _requests = new RequestBuilder(target);
        _time = time;
        _meter = new CallMeter(time);
        _limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _invoker = new HttpMessageInvoker(CreateHandler(new Dialer(policy, _meter, target.BaseAddress.Scheme == Uri.UriSchemeHttps), _meter, tls), disposeHandler: true);
    }

    /// <inheritdoc />
    public async ValueTask<EngineReply> CallAsync(EngineCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArmLimit();
        using var registration = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _limit);
        _meter.Begin();
        try
        {
            using var request = _requests.Build(call);
            using var response = await _invoker.SendAsync(request, _limit.Token).ConfigureAwait(false);
            if (call.Frames is { } frames && frames.Begin((int)response.StatusCode, ResponseHeaders.ContentType(response)))
            {
                var fits = await StreamedBody.ReadAsync(response.Content, frames, _meter.ElapsedNs, _target.MaxBodyBytes, _limit.Token).ConfigureAwait(false);
                return fits ? Reply(response, []) : Fail(CallFailures.BodyTooLarge(_target.MaxBodyBytes));
            }

            var body = await ResponseBody.ReadAsync(response.Content, _target.MaxBodyBytes, _limit.Token).ConfigureAwait(false);
            return body is null ? Fail(CallFailures.BodyTooLarge(_target.MaxBodyBytes)) : Reply(response, body);
        }
        catch (OperationCanceledException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Fail(_limit.IsCancellationRequested ? CallFailures.Timeout(_target.Timeout) : e.InnerException is TimeoutException ? CallFailures.DialTimeout(s_dialLimit) : CallFailures.Of(e));
        }
        catch (FormatException e)
        {
            return Fail(new EngineFailure(EngineFailureKind.InvalidRequest, e.Message, ErrorCodes.Generic));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // The handler reports a broken connection, not the cancellation that broke it, where both happen at once.
            cancellationToken.ThrowIfCancellationRequested();
            return Fail(CallFailures.Of(e));
        }
    }

    /// <summary>Bytes on the wire since the last call of this method, requests that were cancelled included.</summary>
    public WireBytes TakeWireBytes()
    {
        var taken = new WireBytes(_meter.SentBytes - _sentTaken, _meter.ReceivedBytes - _receivedTaken);
        _sentTaken += taken.Sent;
        _receivedTaken += taken.Received;
        return taken;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _invoker.Dispose();
        _limit.Dispose();
    }

    private static SocketsHttpHandler CreateHandler(Dialer dialer, CallMeter meter, SslClientAuthenticationOptions? tls)
    {
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = (context, token) => dialer.ConnectAsync(context.DnsEndPoint, token),
            ConnectTimeout = s_dialLimit,
            PlaintextStreamFilter = (context, _) => ValueTask.FromResult(FilterPlaintext(context.PlaintextStream, meter)),
            MaxResponseDrainSize = 0,
            MaxResponseHeadersLength = MaxHeaderKiB,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            UseCookies = false,
            UseProxy = false,
        };
        if (tls is not null)
        {
            handler.SslOptions = tls;
        }

        return handler;
    }

    private static Stream FilterPlaintext(Stream plaintext, CallMeter meter)
    {
        if (plaintext is MeteredStream)
        {
            return plaintext;
        }

        meter.Secured();
        return new MeteredStream(plaintext, meter, counts: false, marks: true);
    }

    private void ArmLimit()
    {
        if (!_limit.TryReset())
        {
            _limit.Dispose();
            _limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        }

        _limit.CancelAfter(_target.Timeout);
    }

    private EngineReply Reply(HttpResponseMessage response, byte[] body)
    {
        var (timings, elapsedNs) = _meter.End();
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
