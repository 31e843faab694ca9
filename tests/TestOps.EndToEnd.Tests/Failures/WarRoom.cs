using System.Text.Json.Nodes;
using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.Failures;

/// <summary>A line of <c>warroom.log</c>.</summary>
internal sealed record WarRoom(string Code, string Message, string Suggestion, string Reproduce)
{
    /// <summary>All lines of a sandbox; none where there is no log.</summary>
    public static IReadOnlyList<WarRoom> Read(Sandbox sandbox)
    {
        var log = Path.Combine(sandbox.Data, "warroom", "warroom.log");
        return File.Exists(log) ? [.. File.ReadLines(log).Select(line => Of(JsonNode.Parse(line)!))] : [];
    }

    private static WarRoom Of(JsonNode line) => new((string)line["code"]!, (string)line["message"]!, (string)line["suggestion"]!, (string)line["reproduce"]!);
}
