namespace TestOps.Core.Engines;

/// <summary>The printed names of <see cref="EvidenceClass"/>.</summary>
public static class EvidenceClasses
{
    /// <summary><c>A</c>, <c>B</c> or <c>C</c>.</summary>
    public static string ToLetter(this EvidenceClass evidence) => evidence switch { EvidenceClass.Controlled => "A", EvidenceClass.Cooperating => "B", _ => "C" };

    /// <summary>The letter with its meaning: <c>A (controlled)</c>.</summary>
    public static string ToText(this EvidenceClass evidence) => evidence switch
    {
        EvidenceClass.Controlled => "A (controlled: virtual time, seeded randomness)",
        EvidenceClass.Cooperating => "B (cooperating: fresh or reset for every replay)",
        _ => "C (black box: replays met a warm engine)",
    };
}
