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
            Load = json["load"] is JsonObject load ? ReadLoad(load) : null,
        };
    }

    /// <summary>What <c>testops load</c> changed, as <see cref="ReadLoad"/> reads it, with the command for people.</summary>
    public static JsonObject WriteLoad(LoadOverrides load, string suitePath) => new()
    {
        ["made_up"] = load.IsMadeUp,
        ["profile"] = load.Profile,
        ["script"] = load.Script,
        ["url"] = load.Url,
        ["vus"] = load.Vus,
        ["rate"] = load.Rate,
        ["duration_ms"] = (decimal?)load.Duration?.TotalMilliseconds,
        ["driver"] = load.Driver,
        ["command"] = load.CommandOf(suitePath),
    };

    private static LoadOverrides ReadLoad(JsonObject json) => new()
    {
        IsMadeUp = (bool?)json["made_up"] ?? false,
        Profile = (string?)json["profile"],
        Script = (string?)json["script"],
        Url = (string?)json["url"],
        Vus = (int?)json["vus"],
        Rate = (int?)json["rate"],
        Duration = (double?)json["duration_ms"] is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
        Driver = (string?)json["driver"],
    };

    private static string[] Texts(JsonObject json, string member) => [.. (json[member] as JsonArray ?? []).Select(text => (string)text!)];
}
