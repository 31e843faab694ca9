using System.Globalization;
using System.Net;
using System.Text;
using TestOps.Core.Engines;

namespace TestOps.Engines.Http;

/// <summary>
/// Calls one HTTP service. Every session shares it: connections are pooled, nothing else is kept between calls. What .NET would add by itself
/// (cookies, proxies, redirects, trace headers) is switched off, because it would differ between run and replay or between machines.
/// </summary>
internal sealed class HttpEngineClient : IEngineClient, IDisposable
{
    private const int MaxHeaderKiB = 64;
    private const int ReadSize = 16 * 1024;

    private readonly HttpClientOptions _options;
    private readonly HttpMessageInvoker _invoker;
    private volatile bool _hasLostConnection;

    public HttpEngineClient(HttpClientOptions options)
    {
        _options = options;
        var connector = options.Connector();
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectCallback = (context, cancellationToken) => connector.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken),
            MaxResponseHeadersLength = MaxHeaderKiB,
            PlaintextStreamFilter = static (context, _) => ValueTask.FromResult<Stream>(new AskedOnceStream(context.PlaintextStream)),
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
            UseCookies = false,
            UseProxy = false,
        });
    }

    /// <summary>Whether a connection ended before the answer to a call.</summary>
    public bool HasLostConnection => _hasLostConnection;

    public async ValueTask<EngineReply> CallAsync(EngineCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var startedAt = _options.Time.GetTimestamp();
        using var timeout = new CancellationTokenSource(_options.Timeout, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = HttpRequestBuilder.Build(call, _options);
            using var response = await _invoker.SendAsync(request, either.Token).ConfigureAwait(false);
            var body = call.Frames is { } frames && frames.Begin((int)response.StatusCode, ContentTypeOf(response))
                ? await StreamBodyAsync(response, frames, startedAt, either.Token).ConfigureAwait(false)
                : await ReadBodyAsync(response, either.Token).ConfigureAwait(false);
            var elapsedNs = ElapsedNs(startedAt);
            return body is { } bytes
                ? EngineReply.Plain((int)response.StatusCode, ContentTypeOf(response), bytes, elapsedNs, HeadersOf(response))
                : EngineReply.Failed(HttpFailures.BodyTooLarge(_options.MaxBodyBytes), elapsedNs);
        }
        catch (InvalidCallException exception)
        {
            return EngineReply.Failed(HttpFailures.CannotSend(exception.Message), ElapsedNs(startedAt));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && (timeout.IsCancellationRequested || HttpFailures.IsFailure(exception)))
        {
            var failure = timeout.IsCancellationRequested ? HttpFailures.TimedOut(_options.Timeout) : HttpFailures.Of(exception);
            _hasLostConnection |= failure.Kind == EngineFailureKind.ConnectionLost;
            return EngineReply.Failed(failure, ElapsedNs(startedAt));
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested && exception is not OperationCanceledException && HttpFailures.IsFailure(exception))
        {
            // A call that is cut off by the caller may surface as a broken connection; it was the caller all the same.
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
    }

    public void Dispose() => _invoker.Dispose();

    private static string? ContentTypeOf(HttpResponseMessage response)
    {
        if (!response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values))
        {
            return null;
        }

        var value = values.ToString();
        var end = value.IndexOf(';');
        return (end < 0 ? value : value[..end]).Trim().ToLower(CultureInfo.InvariantCulture);
    }

    private static List<Header> HeadersOf(HttpResponseMessage response)
    {
        var headers = new List<Header>();
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            foreach (var value in values)
            {
                headers.Add(new Header(name, value));
            }
        }

        return headers;
    }

    private long ElapsedNs(long startedAt) => (long)_options.Time.GetElapsedTime(startedAt).TotalNanoseconds;

    // Null where the body is larger than the limit; empty otherwise, because the frames have gone to their reader. Leaving early closes the connection.
    private async Task<ReadOnlyMemory<byte>?> StreamBodyAsync(HttpResponseMessage response, IFrameSink frames, long startedAt, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var buffer = new byte[ReadSize];
            var total = 0L;
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                total += read;
                if (total > _options.MaxBodyBytes)
                {
                    return null;
                }

                if (!frames.Accept(new Frame(ElapsedNs(startedAt), buffer.AsMemory(0, read))))
                {
                    break;
                }
            }

            return ReadOnlyMemory<byte>.Empty;
        }
    }

    // Null where the body is larger than the limit. The announced length is not believed, only used to refuse early.
    private async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > _options.MaxBodyBytes)
        {
            return null;
        }

        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var buffer = new byte[(int)Math.Min(response.Content.Headers.ContentLength + 1 ?? ReadSize, Math.Min(_options.MaxBodyBytes + 1, 1024 * 1024))];
            var length = 0;
            int read;
            while ((read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0)
            {
                length += read;
                if (length > _options.MaxBodyBytes)
                {
                    return null;
                }

                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, (int)Math.Min(buffer.Length * 2L, _options.MaxBodyBytes + 1));
                }
            }

            return buffer.AsMemory(0, length);
        }
    }
}
