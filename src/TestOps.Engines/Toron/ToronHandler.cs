using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace TestOps.Engines.Toron;

/// <summary>Answers the server's requests from its one instance, in real time.</summary>
internal sealed class ToronHandler(ToronInstance instance, ToronServerOptions options, CancellationTokenSource stop)
{
    private readonly TimeProvider _time = options.Time;
    private readonly long _startedAt = options.Time.GetTimestamp();
    private int _inFlight;
    private long _calls;
    private int _hasDied;

    /// <summary>Whether the fault <c>die</c> struck.</summary>
    public bool HasDied => Volatile.Read(ref _hasDied) == 1;

    public async Task HandleAsync(HttpContext http)
    {
        var startedAt = _time.GetTimestamp();
        var others = Interlocked.Increment(ref _inFlight) - 1;
        try
        {
            var body = await ReadBodyAsync(http).ConfigureAwait(false);
            var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            var nowNs = (long)_time.GetElapsedTime(_startedAt).TotalNanoseconds;
            var request = new ToronRequest(http.Request.Method, target, body, nowNs, others, CallKeyOf(http.Request));
            await (instance.Begin(request, out var work) switch
            {
                ToronFate.Answer => AnswerAsync(http, work, startedAt),
                ToronFate.Hang => HangAsync(http),
                _ => DieAsync(http),
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested || stop.IsCancellationRequested)
        {
            // The client went away, or the server stops: nobody is left to answer.
            http.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private async Task AnswerAsync(HttpContext http, ToronWork work, long startedAt)
    {
        var units = (options.RealLatency ? work.LatencyUnits : 0) + work.AddedUnits;
        if (units > 0)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stop.Token);
            await Task.Delay(TimeSpan.FromTicks(units * ToronLatency.NsPerUnit / TimeSpan.NanosecondsPerTick), _time, either.Token).ConfigureAwait(false);
        }

        var measuredUnits = (long)_time.GetElapsedTime(startedAt).TotalNanoseconds / ToronLatency.NsPerUnit;
        var answer = instance.Complete(work, measuredUnits);
        http.Response.StatusCode = work.Status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = answer.Length;
        if (work.Allow is not null)
        {
            http.Response.Headers.Allow = work.Allow;
        }

        await http.Response.Body.WriteAsync(answer, http.RequestAborted).ConfigureAwait(false);
    }

    private async Task HangAsync(HttpContext http)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stop.Token);
        await Task.Delay(Timeout.InfiniteTimeSpan, _time, either.Token).ConfigureAwait(false);
    }

    private async Task DieAsync(HttpContext http)
    {
        http.Abort();
        if (Interlocked.Exchange(ref _hasDied, 1) == 0)
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    // Session and step where the caller says them, so that a share of calls is the same share in run and replay; else the number of the call.
    private ulong CallKeyOf(HttpRequest request)
    {
        var session = request.Headers["X-TestOps-Session"].ToString();
        if (session.Length == 0)
        {
            return (ulong)Interlocked.Increment(ref _calls);
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"{session}/{request.Headers["X-TestOps-Step"]}");
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContext http)
    {
        if (http.Request.ContentLength is null or 0 && !http.Request.Headers.ContainsKey("Transfer-Encoding"))
        {
            return default;
        }

        // The announced length is the client's word: it sizes the first buffer, never more.
        using var body = new MemoryStream((int)Math.Min(http.Request.ContentLength ?? 1024, 64 * 1024));
        await http.Request.Body.CopyToAsync(body, http.RequestAborted).ConfigureAwait(false);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
