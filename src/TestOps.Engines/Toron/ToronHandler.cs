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
        try
        {
            var body = await ReadBodyAsync(http).ConfigureAwait(false);
            var (fate, work, answer) = await ComputeAsync(http, body, startedAt).ConfigureAwait(false);
            await (fate switch
            {
                ToronFate.Answer when work.IsStream => StreamAsync(http, work, answer),
                ToronFate.Answer => WriteAsync(http, work, answer),
                ToronFate.Hang => HangAsync(http),
                _ => DieAsync(http),
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested || stop.IsCancellationRequested)
        {
            // The client went away, or the server stops: nobody is left to answer.
            http.Abort();
        }
    }

    // A request is in flight until its answer is computed, not until it is sent: a caller that asks one after the other, each on a connection of
    // its own, must never meet its own last request.
    private async Task<(ToronFate Fate, ToronWork Work, ReadOnlyMemory<byte> Answer)> ComputeAsync(HttpContext http, ReadOnlyMemory<byte> body, long startedAt)
    {
        var weight = http.Request.Method == "POST" ? 1 : 0;
        var others = Interlocked.Add(ref _inFlight, weight) - weight;
        try
        {
            var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            var nowNs = (long)_time.GetElapsedTime(_startedAt).TotalNanoseconds;
            var fate = instance.Begin(new ToronRequest(http.Request.Method, target, body, nowNs, others, CallKeyOf(http.Request)), out var work);
            if (fate != ToronFate.Answer)
            {
                return (fate, work, default);
            }

            await WaitAsync(UnitsOf(work) / (work.IsStream ? 2 : 1), http.RequestAborted).ConfigureAwait(false);
            var measuredUnits = (long)_time.GetElapsedTime(startedAt).TotalNanoseconds / ToronLatency.NsPerUnit;
            return (fate, work, instance.Complete(work, measuredUnits));
        }
        finally
        {
            Interlocked.Add(ref _inFlight, -weight);
        }
    }

    private async Task WaitAsync(long units, CancellationToken aborted)
    {
        if (units > 0)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, stop.Token);
            await Task.Delay(TimeSpan.FromTicks(units * ToronLatency.NsPerUnit / TimeSpan.NanosecondsPerTick), _time, either.Token).ConfigureAwait(false);
        }
    }

    private long UnitsOf(in ToronWork work) => (options.RealLatency ? work.LatencyUnits : 0) + work.AddedUnits;

    // The first event goes after half of the latency, which has passed already.
    private async Task StreamAsync(HttpContext http, ToronWork work, ReadOnlyMemory<byte> events)
    {
        http.Response.StatusCode = work.Status;
        http.Response.ContentType = ToronStream.ContentType;
        var sentAt = UnitsOf(work) / 2;
        foreach (var (piece, atUnits) in ToronStream.Split(events, UnitsOf(work)))
        {
            await WaitAsync(atUnits - sentAt, http.RequestAborted).ConfigureAwait(false);
            sentAt = atUnits;
            await http.Response.Body.WriteAsync(piece, http.RequestAborted).ConfigureAwait(false);
            await http.Response.Body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
        }
    }

    private static async Task WriteAsync(HttpContext http, ToronWork work, ReadOnlyMemory<byte> answer)
    {
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
