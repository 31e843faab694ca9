using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TestOps.Core.Determinism;
using TestOps.Core.Planning;

namespace TestOps.Core.Snapshots;

/// <summary>Checks that the parts of a head agree with one another: a head can be sealed and still contradict itself.</summary>
internal static class HeadCheck
{
    /// <summary>Checks digests, seed, environment, phases and masks against the plan that the head's suite gives.</summary>
    /// <exception cref="SnapshotCorruptException">Naming the first contradiction.</exception>
    public static void Run(SnapshotHead head, Plan plan, MaskSet masks)
    {
        Expect(head, "random", head.Text("random"), SeededRandom.Algorithm);
        Expect(head, "suite.sha256", head.Text("suite", "sha256"), Sha256(Encoding.UTF8.GetBytes(head.Text("suite", "text"))));
        Expect(head, "suite.name", head.Text("suite", "name"), plan.Suite.Name);
        Expect(head, "masks_sha256", head.Text("masks_sha256"), masks.Sha256);
        var said = head.Json["plan"] as JsonObject ?? throw head.Corrupt("plan", "missing");
        var digest = SealedJson.TextOf(said["sha256"]);
        var bare = (JsonObject)said.DeepClone();
        bare.Remove("sha256");
        Expect(head, "plan.sha256", digest, Sha256(CanonicalJson.Serialize(bare)));

        // Of the plan only what every version writes: the head must stay readable when plans say more.
        var built = PlanJson.Write(plan);
        foreach (var member in (ReadOnlySpan<string>)["suite", "environment", "seed", "phases"])
        {
            Expect(head, $"plan.{member}", Canonical(said[member]), Canonical(built[member]));
        }
    }

    private static void Expect(SnapshotHead head, string where, string? said, string? computed)
    {
        if (said != computed)
        {
            throw head.Corrupt(where, $"is {said ?? "missing"}, the rest of the head gives {computed ?? "nothing"}");
        }
    }

    private static string Canonical(JsonNode? node) => Encoding.UTF8.GetString(CanonicalJson.Serialize(node));

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
