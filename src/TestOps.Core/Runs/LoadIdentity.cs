using System.Text;
using System.Text.Json.Nodes;
using TestOps.Core.Determinism;

namespace TestOps.Core.Runs;

/// <summary>What makes two loads one: driver, profile, what its iterations call, environment and target. Limits, seed and caps may differ.</summary>
internal sealed record LoadIdentity(string Driver, string Profile, string Target)
{
    /// <summary>The identity of the load of a plan, as <see cref="Planning.PlanJson"/> writes it; null where it has none.</summary>
    public static LoadIdentity? Of(JsonNode? plan)
    {
        if (plan?["load"] is not JsonObject load)
        {
            return null;
        }

        var scenarios = load["scenarios"] as JsonArray ?? [];
        var run = scenarios.Select(static scenario => (string?)scenario?["exec"]).ToHashSet(StringComparer.Ordinal);
        var called = (plan["sim"]?["scenarios"] as JsonArray ?? []).Where(scenario => run.Contains((string?)scenario?["name"])).Select(static scenario => scenario?["calls"]?.DeepClone());
        var profile = new JsonObject
        {
            ["scenarios"] = scenarios.DeepClone(),
            ["http"] = load["http"]?.DeepClone(),
            ["script"] = load["script"]?.DeepClone(),
            ["calls"] = new JsonArray([.. called]),
        };
        var target = new JsonObject
        {
            ["environment"] = plan["environment"]?.DeepClone(),
            ["kind"] = plan["engine"]?["kind"]?.DeepClone(),
            ["base_url"] = plan["engine"]?["base_url"]?.DeepClone(),
            ["latency"] = plan["engine"]?["latency"]?.DeepClone(),
        };
        return new LoadIdentity((string?)load["driver"] ?? "", TextOf(profile), TextOf(target));
    }

    private static string TextOf(JsonObject json) => Encoding.UTF8.GetString(CanonicalJson.Serialize(json));

    /// <summary>Why measurements of the <paramref name="other"/> load say nothing of this one; null where they do.</summary>
    public string? DifferenceFrom(LoadIdentity? other) => other switch
    {
        null => "had no load",
        _ when other.Driver != Driver => $"was measured by the driver {other.Driver}, this load by {Driver}: their numbers are not comparable",
        _ when other.Profile != Profile => "ran another load profile",
        _ when other.Target != Target => "drove another target or environment",
        _ => null,
    };
}
