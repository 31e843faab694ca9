using System.Globalization;
using System.Net;

namespace TestOps.Server.Tests.Rig;

/// <summary>A client of a stream that reads it to the letter of the specification, as far as frames go.</summary>
internal sealed class SseClient : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private SseClient(HttpResponseMessage response, StreamReader reader)
    {
        _response = response;
        _reader = reader;
    }

    public HttpResponseMessage Response => _response;

    /// <summary>Milliseconds after which the server asks its client to come back; null before it has said so.</summary>
    public int? Retry { get; private set; }

    public static async Task<SseClient> OpenAsync(HttpClient client, string path, string? lastEventId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.Should().Be(HttpStatusCode.OK, "the stream should open: {0}", response.StatusCode == HttpStatusCode.OK ? "" : await response.Content.ReadAsStringAsync());
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        return new SseClient(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    /// <summary>The next frame with data; null at the end of the stream.</summary>
    public async Task<SseFrame?> ReadAsync()
    {
        string? id = null, name = null;
        var data = new List<string>();
        using var deadline = new CancellationTokenSource(Deadline);
        while (await _reader.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.Length == 0)
            {
                if (data.Count > 0)
                {
                    return new SseFrame(id, name, string.Join('\n', data));
                }

                (id, name) = (null, null);
                continue;
            }

            var (field, value) = line.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon ? (line[..colon], line[(colon + 2)..]) : (line, "");
            switch (field)
            {
                case "id": id = value; break;
                case "event": name = value; break;
                case "data": data.Add(value); break;
                case "retry": Retry = int.Parse(value, CultureInfo.InvariantCulture); break;
                default: throw new FormatException($"'{line}' is no line of a stream");
            }
        }

        return null;
    }

    /// <summary>Frames up to and with one that fits.</summary>
    public async Task<List<SseFrame>> ReadUntilAsync(Func<SseFrame, bool> fits)
    {
        var frames = new List<SseFrame>();
        while (await ReadAsync() is { } frame)
        {
            frames.Add(frame);
            if (fits(frame))
            {
                return frames;
            }
        }

        throw new EndOfStreamException($"the stream ended without it, after {frames.Count} frames");
    }

    /// <summary>All frames up to <c>end</c>, without heartbeats.</summary>
    public async Task<List<SseFrame>> ReadToEndAsync() => [.. (await ReadUntilAsync(frame => frame.Event == "end")).Where(frame => frame.Event != "heartbeat")];

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _response.Dispose();
        return ValueTask.CompletedTask;
    }
}
