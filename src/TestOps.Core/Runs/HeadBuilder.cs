using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Phases;
using TestOps.Core.Planning;
using TestOps.Core.Snapshots;
using TestOps.Core.Traces;

namespace TestOps.Core.Runs;

/// <summary>Builds the head of a run from what its phases left in the context.</summary>
internal static class HeadBuilder
{
    public static JsonObject Build(PhaseContext context, string trigger, DateTimeOffset startedAt, SuiteOverrides overrides)
    {
        var plan = context.Plan;
        var head = new JsonObject
        {
            ["schema"] = SnapshotHead.Schema,
            ["run_id"] = context.RunId.ToString(),
            ["trigger"] = trigger,
            ["started_at"] = Times.ToText(startedAt),
            ["suite"] = new JsonObject { ["name"] = plan.Suite.Name, ["path"] = context.SuitePath, ["text"] = plan.Suite.SourceText, ["sha256"] = Sha256(Encoding.UTF8.GetBytes(plan.Suite.SourceText)) },
            ["plan"] = WithDigest(PlanJson.Write(plan)),
            ["overrides"] = Overrides(overrides, context.SuitePath),
            ["engine"] = Engine(context),
            ["seed"] = plan.Seed.ToString(CultureInfo.InvariantCulture),
            ["random"] = SeededRandom.Algorithm,
            ["environment"] = plan.Environment,
            ["data"] = SnapshotRows.Write(plan),
            ["secret_key"] = context.Secrets.KeyId,
            ["files"] = SnapshotFiles.Write(plan),
            ["masks_sha256"] = plan.CompileMasks().Sha256,
            ["trace"] = Trace(context.Trace),
        };
        foreach (var (key, artifact) in context.Artifacts)
        {
            head[key is "sim" or "k6" ? key : $"artifact_{key}"] = artifact.DeepClone();
        }

        return head;
    }

    private static JsonObject Overrides(SuiteOverrides overrides, string suitePath)
    {
        var json = new JsonObject
        {
            ["seed"] = overrides.Seed?.ToString(CultureInfo.InvariantCulture),
            ["users"] = overrides.Users,
            ["faults"] = Texts(overrides.Faults),
            ["scenarios"] = Texts(overrides.Selection.Scenarios),
            ["tags"] = Texts(overrides.Selection.Tags),
            ["phases"] = Texts(overrides.Selection.Phases),
            ["extra_phases"] = Texts(overrides.ExtraPhases),
        };
        if (overrides.Load is { } load)
        {
            json["load"] = SuiteOverridesJson.WriteLoad(load, suitePath);
        }

        return json;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static JsonObject Engine(PhaseContext context) => new()
    {
        ["kind"] = context.Engine.Kind,
        ["name"] = context.Secrets.Redact(context.Engine.DisplayName),
        ["version"] = context.EngineReport?.Version,
        ["evidence"] = (context.EngineReport?.Evidence ?? EvidenceClass.BlackBox).ToLetter(),
        ["freshness"] = context.EngineReport?.Freshness,
    };

    private static JsonObject? Trace(TraceSummary? trace) => trace is null ? null : new JsonObject
    {
        ["file"] = trace.File,
        ["file_sha256"] = trace.FileSha256,
        ["sessions"] = trace.Sessions,
        ["steps"] = trace.Steps,
        ["bytes"] = trace.Bytes,
        ["root"] = trace.Root,
    };

    private static JsonNode WithDigest(JsonNode plan)
    {
        plan["sha256"] = Sha256(CanonicalJson.Serialize(plan));
        return plan;
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
