using System.Net.Security;
using System.Runtime.CompilerServices;
using TestOps.Core.Engines;
using TestOps.Core.Pooling;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Load.BuiltIn.Http1;
using TestOps.Load.BuiltIn.Http2;

namespace TestOps.Load.BuiltIn;

/// <summary>
/// The HTTP client of one virtual user: its own connections, no cookies, no proxy, k6's timings, redirects where the suite asks for them. It makes one call at a time. What it sends
/// beyond the step is in the lease; no trace headers, no compression is asked for.
/// </summary>
public sealed class LoadHttpClient : IEngineClient, IDisposable
{
    private readonly LoadHttpSpec _http;
    private readonly Origin _origin;
    private readonly string _prefix;
    private readonly CallMeter _meter;
    private readonly CallLimit _limit;
    private readonly IExchange _exchange;
    private List<RedirectHop>? _hops;
    private readonly TimeSpan _timeout;
    private long _sentTaken;
    private long _receivedTaken;

    /// <summary>Creates the client; it dials when it is first called. <paramref name="tls"/> are the options of an <c>https</c> target, the framework's by default.</summary>
    public LoadHttpClient(LoadTarget target, TargetPolicy policy, TimeProvider time, SslClientAuthenticationOptions? tls = null)
        : this(target, DialerOf(target, policy, time, tls), time)
    {
    }

    internal LoadHttpClient(LoadTarget target, Dialer dialer, TimeProvider time)
    {
        _http = target.Http;
        _origin = target.Origin;
        _prefix = target.BaseAddress.AbsolutePath.TrimEnd('/');
        _meter = new CallMeter(time);
        _timeout = TimeoutOf(target);
        _limit = new CallLimit(time, _timeout);
        _exchange = _http.Version == "2" ? new Http2Exchange(target, dialer, _meter) : new Http1Exchange(target, dialer, _meter);
    }

    /// <summary>What clients of one target may share.</summary>
    internal static Dialer DialerOf(LoadTarget target, TargetPolicy policy, TimeProvider time, SslClientAuthenticationOptions? tls = null) =>
        new(policy, time, new TlsSetup(tls, target.Http), TimeoutOf(target));

    /// <summary>The protocol of the last answer, as k6 names it: <c>HTTP/1.1</c>, <c>HTTP/1.0</c> or <c>HTTP/2.0</c>.</summary>
    public string Protocol => _exchange.Protocol;

    /// <summary>The version of TLS that the last answer came over, as k6 names it: <c>tls1.3</c>; null without TLS.</summary>
    public string? TlsVersion => _exchange.TlsVersion;

    /// <summary>Method of the last request on the wire: a redirect may change it.</summary>
    public string LastMethod { get; private set; } = "";

    /// <inheritdoc />
    public ValueTask<EngineReply> CallAsync(EngineCall call, CancellationToken cancellationToken) => SendAsync(call, cancellationToken);

    /// <summary>Bytes on the wire since the last call of this method, requests that were cancelled included.</summary>
    public WireBytes TakeWireBytes()
    {
        var taken = new WireBytes(_meter.SentBytes - _sentTaken, _meter.ReceivedBytes - _receivedTaken);
        _sentTaken += taken.Sent;
        _receivedTaken += taken.Received;
        return taken;
    }

    /// <summary>The redirects that the last call followed, in their order, given once: each was a request of its own, and its answer is not the call's.</summary>
    public IReadOnlyList<RedirectHop> TakeRedirects()
    {
        var taken = _hops;
        _hops = null;
        return taken ?? (IReadOnlyList<RedirectHop>)[];
    }

    /// <summary>An iteration of the user has ended: its connections end with it where the suite says so.</summary>
    public void EndIteration()
    {
        if (_http.NoVuConnectionReuse)
        {
            _exchange.CloseIdle();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _exchange.Dispose();
        _limit.Dispose();
    }

    private static TimeSpan TimeoutOf(LoadTarget target) => target.Http.Timeout ?? target.Timeout;

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    private async ValueTask<EngineReply> SendAsync(EngineCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _hops = null;
        _limit.Begin(cancellationToken);
        EngineReply reply;
        CallEnd end;
        try
        {
            var hop = new Hop(_origin, call.Method, RequestTarget.Of(_prefix, call.Path), call.Headers, call.Body, call.ContentType, call.Frames, DropsCredentials: false);
            _meter.Begin();
            reply = await _exchange.SendAsync(hop, _limit).ConfigureAwait(false);
            if (_http.MaxRedirects > 0 && RedirectRules.Next(hop, reply) is { } next)
            {
                reply = await FollowAsync(hop, reply, next).ConfigureAwait(false);
            }
        }
        finally
        {
            end = _limit.End();
        }

        if (reply.Failure is null || end is CallEnd.Running)
        {
            return reply;
        }

        // Whatever broke: it was the limit, or the caller, that broke it.
        cancellationToken.ThrowIfCancellationRequested();
        return EngineReply.Failed(CallFailures.Timeout(_timeout), reply.ElapsedNs, reply.Timings);
    }

    private async ValueTask<EngineReply> FollowAsync(Hop hop, EngineReply reply, Hop? next)
    {
        for (var left = _http.MaxRedirects; left > 0 && next is not null; left--)
        {
            (_hops ??= []).Add(new RedirectHop(hop.Method, reply, Protocol, TlsVersion));
            hop = next with { DropsCredentials = hop.DropsCredentials || RedirectRules.IsForeign(_origin.Host, next.Origin.Host) };
            LastMethod = hop.Method;
            _meter.Begin();
            reply = await _exchange.SendAsync(hop, _limit).ConfigureAwait(false);
            next = RedirectRules.Next(hop, reply);
        }

        return reply;
    }
}
