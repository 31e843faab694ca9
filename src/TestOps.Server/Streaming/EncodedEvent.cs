using System.Globalization;
using System.Text;
using TestOps.Core;
using TestOps.Core.Journaling;

namespace TestOps.Server.Streaming;

/// <summary>A committed event with its frames, each encoded once, when the first subscriber of its format asks. Immutable otherwise.</summary>
internal sealed class EncodedEvent(RunId runId, JournalEntry entry)
{
    private byte[]? _log;
    private byte[]? _message;
    private byte[]? _json;

    public long Sequence => entry.Sequence;

    /// <summary>The run's end; null for every other event.</summary>
    public RunEnded? End => entry.Event as RunEnded;

    /// <summary>The frame; empty where the event has nothing to show in that format. Two threads may encode the same bytes once each, which harms nobody.</summary>
    public ReadOnlySpan<byte> FrameOf(StreamFormat format) => format switch
    {
        StreamFormat.Log => _log ??= Text("event: log\n"),
        StreamFormat.Message => _message ??= Text(""),
        _ => _json ??= Frame($"event: {RunEventJson.TypeOf(entry.Event)}\n", EventJson.Write(runId, entry)),
    };

    private byte[] Text(string head) => LogLine.Of(entry) is { } line ? Frame(head, line) : [];

    private byte[] Frame(string head, string data) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {entry.Sequence}\n{head}data: {data}\n\n"));
}
