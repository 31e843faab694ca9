using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Expectations;

namespace TestOps.Core.Streams;

/// <summary>Reads one streamed answer: joins the texts of its events, and says whether the stream is well formed. What the pieces were is no part of the result.</summary>
internal sealed class StreamReading(string? done, JsonPointer? join) : IFrameSink
{
    private const string MediaType = "text/event-stream";

    private readonly byte[]? _done = done is null ? null : Encoding.UTF8.GetBytes(done);
    private readonly EventParser _parser = new();
    private readonly ArrayBufferWriter<byte> _joined = new(1024);
    private bool _isOver;

    /// <summary>Whether the answer is a stream; otherwise it is read as any other.</summary>
    public bool IsStream { get; private set; }

    /// <summary>Events read, the one that ends the stream not among them.</summary>
    public long Events { get; private set; }

    /// <summary>Nanoseconds to the first event that has a text; null before one.</summary>
    public long? FirstNs { get; private set; }

    /// <summary>The joined text.</summary>
    public ReadOnlyMemory<byte> Joined => _joined.WrittenMemory;

    /// <summary>The result of the check <c>stream</c>, known after <see cref="Complete"/>.</summary>
    public CheckOutcome Outcome { get; private set; } = CheckOutcome.Pass;

    public bool Begin(int status, string? contentType)
    {
        // Of the answers before it, redirects that were followed, nothing counts.
        (Outcome, _isOver) = (CheckOutcome.Pass, false);
        IsStream = contentType == MediaType;
        if (!IsStream)
        {
            Fail(MediaType, contentType ?? "an answer without a content type");
        }

        return IsStream;
    }

    public bool Accept(in Frame frame)
    {
        var bytes = frame.Data.Span;
        while (!_isOver && _parser.TryRead(ref bytes, out var data))
        {
            Take(data, frame.AtNs);
        }

        return !_isOver;
    }

    /// <summary>Reads what the client left in <paramref name="reply"/>, and judges the end.</summary>
    public void Complete(EngineReply reply)
    {
        if (reply.Joined is { } joined)
        {
            Recall(reply, joined);
            return;
        }

        if (!IsStream && Begin(reply.Status, reply.ContentType))
        {
            for (var i = 0; i < reply.Frames.Count && Accept(reply.Frames[i]); i++)
            {
            }
        }

        if (IsStream && !_isOver && _done is not null)
        {
            Fail($"an event {Encoding.UTF8.GetString(_done)} at the end", string.Create(CultureInfo.InvariantCulture, $"the end of the body after {Events} events"));
        }
        else if (IsStream && !_isOver && _parser.IsWithinEvent)
        {
            Fail("a blank line after the last event", "the end of the body within an event");
        }
    }

    private void Recall(EngineReply reply, JoinedStream joined)
    {
        IsStream = reply.ContentType == MediaType;
        _joined.Write(reply.Body.Span);
        Events = joined.Events;
        FirstNs = joined.FirstNs;
        Outcome = joined.IsWellFormed ? CheckOutcome.Pass : CheckOutcome.Fail("a well-formed stream", "recorded as malformed");
    }

    private void Take(ReadOnlySpan<byte> data, long atNs)
    {
        if (_done is not null && data.SequenceEqual(_done))
        {
            _isOver = true;
            return;
        }

        Events++;
        if (!Utf8.IsValid(data))
        {
            Fail("UTF-8", string.Create(CultureInfo.InvariantCulture, $"other bytes in event {Events}"));
            return;
        }

        var before = _joined.WrittenCount;
        if (join is null)
        {
            _joined.Write(Events == 1 ? default : "\n"u8);
            _joined.Write(data);
        }
        else
        {
            Join(data);
        }

        FirstNs ??= _joined.WrittenCount > before ? atNs : null;
    }

    private void Join(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data, CanonicalJson.ReaderOptions);
        try
        {
            using var json = JsonDocument.ParseValue(ref reader);
            if (reader.Read())
            {
                throw new JsonException();
            }

            // An event without the text is none of the text: a role, a finish reason, usage.
            if (!join!.TryEvaluate(json.RootElement, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                return;
            }

            if (value.ValueKind != JsonValueKind.String)
            {
                Fail($"a text at {join} of every event", string.Create(CultureInfo.InvariantCulture, $"{value.GetRawText()} in event {Events}"));
                return;
            }

            Encoding.UTF8.GetBytes(value.GetString()!, _joined);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // The second is what lone surrogates give.
            Fail("JSON in every event", string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetString(data)} in event {Events}"));
        }
    }

    // The first problem decides, and ends the reading: what comes behind it cannot be trusted.
    private void Fail(string expected, string actual)
    {
        Outcome = CheckOutcome.Fail(expected, actual);
        _isOver = true;
    }
}
