using System.Text;

namespace TestOps.Engines.Toron;

/// <summary>The texts of the model, as UTF-8. None needs a JSON escape.</summary>
internal static class ToronWords
{
    public static IReadOnlyList<byte[]> Grades { get; } = Utf8("A", "B", "C", "D", "F");

    public static IReadOnlyList<byte[]> Models { get; } = Utf8("opus-simulated", "gpt-simulated", "gemini-simulated", "mistral-simulated", "llama-simulated");

    public static IReadOnlyList<byte[]> ArbitrationSources { get; } = Utf8("none", "opus_primary", "judicial_panel");

    public static IReadOnlyList<byte[]> ArbitrationModels { get; } = Utf8("none", "opus-simulated", "judicial-simulated");

    public static IReadOnlyList<byte[]> Qualities { get; } = Utf8("critical", "low", "fair", "good", "excellent");

    public static IReadOnlyList<byte[]> EvidenceStrengths { get; } = Utf8("weak", "moderate", "strong");

    /// <summary>Number of the flag that follows from the agreement; the others are drawn.</summary>
    public const int LowAgreementFlag = 1;

    /// <summary>The flags in the order in which a healthy engine lists them.</summary>
    public static IReadOnlyList<byte[]> Flags { get; } =
        Utf8("ambiguous_prompt", "low_agreement", "numeric_claim", "source_conflict", "sparse_evidence", "stale_sources");

    public static IReadOnlyList<byte[]> Opinions { get; } = Utf8(
        "the providers reach the same conclusion by the same steps",
        "the providers reach the same conclusion by different steps",
        "most providers support the primary reading",
        "the evidence favours the direct answer",
        "the arithmetic was checked twice and holds",
        "the claim holds under the stated assumptions",
        "two readings remain, of which the first is the stronger",
        "the judicial tier confirmed the synthesis");

    public static IReadOnlyList<byte[]> Caveats { get; } = Utf8(
        "no dissent was recorded",
        "one provider asked for a source",
        "minor wording differs between tiers",
        "the weighting of sources was close",
        "the dissent concerns style, not substance",
        "confidence rests on tier 1",
        "confidence rests on tiers 1 and 2",
        "a narrower prompt would raise agreement");

    public static int Quality(int agreement) => Math.Min((agreement - 1) * 5 / ToronContract.Providers, 4);

    public static int EvidenceStrength(int agreement) => Math.Min((agreement - 1) * 3 / ToronContract.Providers, 2);

    private static byte[][] Utf8(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
