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
            Seed = (ulong?)json["seed"],
            Users = (int?)json["users"],
            Faults = [.. (json["faults"] as JsonArray ?? []).Select(fault => (string)fault!)],
        };
    }
}
