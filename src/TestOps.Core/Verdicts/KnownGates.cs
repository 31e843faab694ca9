using System.Text.Json.Nodes;
using TestOps.Core.Journaling;

namespace TestOps.Core.Verdicts;

/// <summary>Marks gates that are known to fail, as the plan in the journal says. An entry that has expired excuses nothing.</summary>
internal static class KnownGates
{
    public static List<Gate> Excuse(List<Gate> gates, IReadOnlyList<RunEvent> events)
    {
        var known = (events.OfType<RunStarted>().FirstOrDefault()?.Plan?["known"] as JsonArray ?? []).OfType<JsonObject>().ToDictionary(static entry => (string)entry["gate"]!, StringComparer.Ordinal);
        return known.Count == 0 ? gates : [.. gates.Select(gate => known.TryGetValue(gate.Id, out var entry) ? Excuse(gate, entry) : gate)];
    }

    private static Gate Excuse(Gate gate, JsonObject entry)
    {
        var issue = (string?)entry["issue"];
        var day = (string?)entry["expires"];
        var isExpired = (bool?)entry["expired"] ?? false;
        return gate.Status switch
        {
            GateStatus.Fail when isExpired => gate with { Detail = With($"was known as {issue} until {day}, which is over", gate) },
            GateStatus.Fail => gate with { Status = GateStatus.Known, Detail = With($"known as {issue}{(day is null ? "" : $" until {day}")}", gate) },
            GateStatus.Pass => gate with { Detail = With($"holds again: take {issue} out of known", gate) },
            _ => gate,
        };
    }

    private static string With(string text, Gate gate) => gate.Detail is null ? text : $"{text}; {gate.Detail}";
}
