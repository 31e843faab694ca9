using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using TestOps.Core.Engines;
using TestOps.Core.Pooling;

namespace TestOps.Load.BuiltIn.Http1;

/// <summary>HTTP/1.1 on sockets of our own: what it costs is a third of what a general client does, and every instant of a call is known exactly.</summary>
internal sealed class Http1Exchange : IExchange
{
    private readonly LoadTarget _target;
    private readonly Dialer _dialer;
    private readonly CallMeter _meter;
    private readonly RequestWriter _writer;
    private readonly KeptConnections _kept = new();
    private bool _isHttp10;

    public Http1Exchange(LoadTarget target, Dialer dialer, CallMeter meter)
    {
        _target = target;
        _dialer = dialer;
        _meter = meter;
        _writer = new RequestWriter(target);
    }

    public string Protocol => _isHttp10 ? "HTTP/1.0" : "HTTP/1.1";

    public string? TlsVersion { get; private set; }

    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    public async ValueTask<EngineReply> SendAsync(Hop hop, CallLimit limit)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            if (_writer.Write(hop) is { } problem)
            {
                _writer.Release();
                return Fail(CallFailures.Invalid(problem));
            }

            Http1Connection? connection = null;
            EngineReply? reply = null;
            try
            {
                connection = (isFirst ? Reuse(hop) : null) ?? await DialAsync(hop, limit).ConfigureAwait(false);
                limit.Watch(connection);
                var state = await ExchangeAsync(connection).ConfigureAwait(false);
                if (state == AnswerState.HeadRead)
                {
                    state = BeginBody(hop, connection.Answer);
                }

                if (state == AnswerState.Body)
                {
                    state = await connection.ReadAnswerAsync().ConfigureAwait(false);
                }

                reply = state == AnswerState.Broken ? Fail(connection.Answer.Failure!) : Answered(connection);
            }
            catch (Exception e) when (IsOfConnection(e))
            {
                // No connection, or one that broke, or that the limit has ended.
                reply = Fail(CallFailures.Of(e));
            }
            finally
            {
                await EndAsync(connection, isFailed: reply is null).ConfigureAwait(false);
            }

            if (!isFirst || !MayRepeat(hop, connection, reply, limit))
            {
                Keep(hop.Origin, connection, limit);
                return reply;
            }

            connection!.Dispose();
            _meter.Repeat();
        }
    }

    public void CloseIdle() => _kept.Close();

    public void Dispose() => _kept.Dispose();

    /// <summary>The kept connection to the origin, where it is still good: a request has been begun on it.</summary>
    private Http1Connection? Reuse(Hop hop)
    {
        var kept = _kept.Take(hop.Origin);
        if (kept is null || kept.TryBegin(hop.Method == "HEAD"))
        {
            return kept;
        }

        kept.Dispose();
        return null;
    }

    private async ValueTask<Http1Connection> DialAsync(Hop hop, CallLimit limit)
    {
        var wire = await _dialer.OpenAsync(hop.Origin, _meter, limit.Token).ConfigureAwait(false);
        var connection = new Http1Connection(wire, _meter, _target.MaxBodyBytes);
        connection.TryBegin(hop.Method == "HEAD");
        return connection;
    }

    private ValueTask<AnswerState> ExchangeAsync(Http1Connection connection)
    {
        var exchange = connection.ExchangeAsync(_writer.Written, _writer.Rest);
        if (connection.IsWritten)
        {
            // Nearly always: and then thousands that wait for their answers hold no buffer.
            _writer.Release();
        }

        return exchange;
    }

    private async ValueTask EndAsync(Http1Connection? connection, bool isFailed)
    {
        if (connection is not null)
        {
            await connection.EndWriteAsync().ConfigureAwait(false);
        }

        if (isFailed)
        {
            connection?.Dispose();
        }

        _writer.Release();
    }

    private AnswerState BeginBody(Hop hop, AnswerParser answer)
    {
        return hop.Frames is { } frames && frames.Begin(answer.Status, answer.ContentType)
            ? BeginStream(frames, answer)
            : answer.BeginBody(_target.Http.DiscardResponseBodies);
    }

    private AnswerState BeginStream(IFrameSink frames, AnswerParser answer) =>
        answer.BeginBody(isDropped: false, data => frames.Accept(new Frame(_meter.ElapsedNs(), data)));

    /// <summary>
    /// Whether a request is sent again. A connection that was kept may be closed by the other side in the moment in which it is written to; Go, and so k6, then repeats a request
    /// that changes nothing. Any other has reached its engine perhaps, and is sent once.
    /// </summary>
    private static bool MayRepeat(Hop hop, Http1Connection? connection, EngineReply reply, CallLimit limit) =>
        reply.Failure is { Kind: EngineFailureKind.ConnectionLost }
        && connection is { IsReused: true, Answer.HasBegun: false }
        && hop.Method is "GET" or "HEAD" or "OPTIONS" or "TRACE"
        && hop.Body.IsEmpty
        && limit.State == CallEnd.Running;

    private static bool IsOfConnection(Exception exception) =>
        exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException or AuthenticationException;

    private void Keep(Origin origin, Http1Connection? connection, CallLimit limit)
    {
        if (connection is null)
        {
            return;
        }

        // A limit that comes just behind the answer may be about to abort the connection, which then must not carry the next call.
        if (limit.TryRelease() && connection.IsReusable && !_target.Http.NoConnectionReuse)
        {
            connection.Rest();
            _kept.Put(origin, connection);
        }
        else
        {
            connection.Dispose();
        }
    }

    private EngineReply Answered(Http1Connection connection)
    {
        var (timings, elapsedNs) = _meter.End();
        var answer = connection.Answer;
        TlsVersion = connection.TlsVersion;
        _isHttp10 = answer.IsHttp10;
        var body = answer.TakeBody();
        if (answer.ContentEncoding is { } encoding && body.Length > 0)
        {
            (body, var failure) = ContentDecoder.Decode(body, encoding, _target.MaxBodyBytes);
            if (failure is not null)
            {
                return EngineReply.Failed(failure, elapsedNs, timings);
            }
        }

        return new EngineReply
        {
            Status = answer.Status,
            ContentType = answer.ContentType,
            Headers = answer.Headers,
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
