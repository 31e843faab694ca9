using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOps.Engines.Toron;

/// <summary>The answer of <c>/generate</c> as a stream: an event for each word of its text, and <c>[DONE]</c>.</summary>
internal static class ToronStream
{
    public const string ContentType = "text/event-stream";

    /// <summary>The bytes of all events.</summary>
    public static byte[] Of(ReadOnlyMemory<byte> answer)
    {
        using var json = JsonDocument.Parse(answer);
        var words = json.RootElement.GetProperty("consensus").GetString()!.Split(' ');
        var events = new StringBuilder();
        for (var i = 0; i < words.Length; i++)
        {
            var delta = new JsonObject { ["delta"] = i < words.Length - 1 ? words[i] + " " : words[i] };
            events.Append("data: ").Append(delta.ToJsonString()).Append("\n\n");
        }

        return Encoding.UTF8.GetBytes(events.Append("data: [DONE]\n\n").ToString());
    }

    /// <summary>The events one by one, each with the share of the latency after which it is sent: the first after half of it.</summary>
    public static IReadOnlyList<(ReadOnlyMemory<byte> Event, long AtUnits)> Split(ReadOnlyMemory<byte> events, long latencyUnits)
    {
        var pieces = new List<ReadOnlyMemory<byte>>();
        for (var rest = events; !rest.IsEmpty;)
        {
            var end = rest.Span.IndexOf("\n\n"u8) + 2;
            pieces.Add(rest[..end]);
            rest = rest[end..];
        }

        var half = latencyUnits / 2;
        return [.. pieces.Select((piece, index) => (piece, half + ((latencyUnits - half) * index / Math.Max(pieces.Count - 1, 1))))];
    }
}
