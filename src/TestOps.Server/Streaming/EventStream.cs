using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;
using TestOps.Core;
using TestOps.Core.Runs;

namespace TestOps.Server.Streaming;

/// <summary>
/// One subscriber's response: a cursor over the run's feed, and over the store where it lags behind the ring. It keeps a number and nothing else: what cannot be sent yet waits where
/// it is. Idle, it is one small waiter in a list of its feed.
/// </summary>
internal sealed class EventStream(HttpContext context, IRunStore store, FeedHub hub, StreamOptions options, TimeProvider time, ILogger logger)
{
    private const int PageSize = 200;
    private const int FlushBytes = 32 * 1024;

    private readonly PipeWriter _body = context.Response.BodyWriter;
    private readonly FeedWaiter _waiter = new();
    private RunId _runId;
    private StreamFormat _format;
    private long _cursor;
    private long _sentAt;
    private bool _hasEnded;

    /// <summary>Streams the events after <paramref name="cursor"/> to the end of the run, or until the client or the server goes away.</summary>
    public async Task RunAsync(RunId runId, StreamFormat format, long cursor)
    {
        (_runId, _format, _cursor) = (runId, format, cursor);
        await StartAsync();
        var feed = hub.Join(runId, cursor);
        try
        {
            await FollowAsync(feed);
        }
        catch (TimeoutException)
        {
            StreamLog.SlowReaderCut(logger, runId.ToString(), options.SlowReader.TotalSeconds, _cursor);
            context.Abort();
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone.
        }
        finally
        {
            await hub.LeaveAsync(feed);
        }
    }

    private async Task StartAsync()
    {
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        // Our own bound says when a reader is too slow, and counts what it leaves lying, not how fast it reads.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        var retry = (int)options.Retry.TotalMilliseconds;
        Write(string.Create(CultureInfo.InvariantCulture, $"retry: {RandomNumberGenerator.GetInt32(retry, (3 * retry) + 1)}\n\n"));
        await FlushAsync();
    }

    private async Task FollowAsync(RunFeed feed)
    {
        while (!context.RequestAborted.IsCancellationRequested)
        {
            var version = feed.Changed.Version;
            if (!await SendNewAsync(feed) && !_hasEnded)
            {
                if (feed.EndStatus is { } status && _cursor >= feed.Last)
                {
                    WriteEnd(status);
                    await FlushAsync();
                    return;
                }

                if (feed.IsClosed)
                {
                    return;
                }

                await BeatAsync();
                await feed.Changed.WaitAsync(_waiter, version);
                continue;
            }

            if (_hasEnded)
            {
                return;
            }
        }
    }

    /// <summary>Sends what there is; false where there is nothing new.</summary>
    private async Task<bool> SendNewAsync(RunFeed feed)
    {
        if (_cursor >= feed.Last)
        {
            return false;
        }

        if (feed.Find(_cursor + 1) is null)
        {
            await SendStoredAsync();
            return true;
        }

        var written = 0;
        while (!_hasEnded && written < FlushBytes && feed.Find(_cursor + 1) is { } next)
        {
            written += Write(next);
        }

        if (written > 0)
        {
            await FlushAsync();
        }

        return true;
    }

    private async Task SendStoredAsync()
    {
        var written = 0;
        foreach (var entry in await store.ReadAsync(_runId, _cursor, PageSize, context.RequestAborted))
        {
            written += Write(new EncodedEvent(_runId, entry));
            if (written >= FlushBytes)
            {
                await FlushAsync();
                written = 0;
            }
        }

        if (written > 0)
        {
            await FlushAsync();
        }
    }

    private int Write(EncodedEvent next)
    {
        var frame = next.FrameOf(_format);
        _body.Write(frame);
        _cursor = next.Sequence;
        if (next.End is not { } end)
        {
            return frame.Length;
        }

        _hasEnded = true;
        return frame.Length + WriteEnd(end.Status);
    }

    private int WriteEnd(string status) =>
        Write(string.Create(CultureInfo.InvariantCulture, $"id: {_cursor}\nevent: end\ndata: {{\"run_id\":\"{_runId}\",\"status\":\"{status}\",\"last_event_id\":{_cursor}}}\n\n"));

    /// <summary>Says that the stream lives, where nothing else has said so for long.</summary>
    private async Task BeatAsync()
    {
        // Asked four times in each interval: whoever was silent for half of it would be silent for too long by the time of the next but one.
        if (time.GetElapsedTime(_sentAt) >= options.Heartbeat / 2)
        {
            Write($"event: heartbeat\ndata: {{\"time\":\"{Times.ToText(time.GetUtcNow())}\"}}\n\n");
            await FlushAsync();
        }
    }

    private int Write(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        _body.Write(bytes);
        return bytes.Length;
    }

    private async Task FlushAsync()
    {
        var flush = _body.FlushAsync(context.RequestAborted);
        _ = flush.IsCompletedSuccessfully ? await flush : await flush.AsTask().WaitAsync(options.SlowReader, time, context.RequestAborted);
        _sentAt = time.GetTimestamp();
    }
}
