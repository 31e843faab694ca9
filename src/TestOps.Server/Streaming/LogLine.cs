using TestOps.Core;
using TestOps.Core.Journaling;

namespace TestOps.Server.Streaming;

/// <summary>The log line of an event: <c>[YYYY-MM-DDTHH:MM:SSZ] text</c>. The text is the one that the journal keeps, on one line.</summary>
internal static class LogLine
{
    /// <summary>The line; null for an event without a text.</summary>
    public static string? Of(JournalEntry entry) => entry.Event.Message is { } text ? $"[{Times.ToText(entry.Timestamp)}] {OneLine(text)}" : null;

    // A line break would end the data of a frame in the middle, and let an engine's answer begin a line of its own in the log.
    private static string OneLine(string text) => text.AsSpan().ContainsAny('\r', '\n')
        ? text.ReplaceLineEndings(" ")
        : text;
}
