using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;

namespace TestOps.Server.Streaming;

/// <summary>A whole event as the stream's <c>json</c> format sends it.</summary>
internal static class EventJson
{
    public static string Write(RunId runId, JournalEntry entry)
    {
        var runEvent = entry.Event;
        var head = new JsonObject
        {
            ["run_id"] = runId.ToString(),
            ["seq"] = entry.Sequence,
            ["timestamp"] = StoredTime.ToText(entry.Timestamp),
            ["type"] = RunEventJson.TypeOf(runEvent),
            ["severity"] = RunEventJson.NameOf(runEvent.Severity),
            ["subsystem"] = runEvent.Subsystem,
            ["message"] = runEvent.Message,
        };

        // The data are the journal's own text: parsing them only to write them again would cost most of the time.
        var text = head.ToJsonString();
        return string.Concat(text.AsSpan(0, text.Length - 1), ",\"data\":", RunEventJson.Serialize(runEvent), "}");
    }
}
