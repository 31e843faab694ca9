using System.Globalization;
using System.Text.Json.Nodes;
using TestOps.Core.Planning;

namespace TestOps.Core.Snapshots;

/// <summary>Reads the overrides of a head.</summary>
internal static class SuiteOverridesJson
{
    public static SuiteOverrides Read(SnapshotHead head)
    {
        var json = head.Json["overrides"] as JsonObject ?? throw head.Corrupt("overrides", "missing");
        return new SuiteOverrides
        {
            Seed = json["seed"] is { } seed ? ulong.Parse((string)seed!, NumberStyles.None, CultureInfo.InvariantCulture) : null,
            Users = (int?)json["users"],
            Selection = new Selection { Scenarios = Texts(json, "scenarios"), Tags = Texts(json, "tags"), Phases = Texts(json, "phases") },
            Faults = [.. (json["faults"] as JsonArray ?? []).Select(fault => (string)fault!)],
            ExtraPhases = Texts(json, "extra_phases"),
        };
    }

    private static string[] Texts(JsonObject json, string member) => [.. (json[member] as JsonArray ?? []).Select(text => (string)text!)];
}
