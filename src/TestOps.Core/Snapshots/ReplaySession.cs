namespace TestOps.Core.Snapshots;

/// <summary>What a replay record holds of one session.</summary>
/// <param name="Session">Session number.</param>
/// <param name="Result"><c>identical</c>, <c>diverged</c>, or <c>unanswered</c> where a call got no answer.</param>
/// <param name="Digest">Session digest over the compare digests, 32 bytes.</param>
/// <param name="Steps">Raw and compare digest of every step, in order.</param>
/// <param name="Differing">The whole step wherever the raw digest differs from the trace, so that other masks can be judged later.</param>
public sealed record ReplaySession(long Session, string Result, byte[] Digest, IReadOnlyList<(byte[] Raw, byte[] Compare)> Steps, IReadOnlyList<TraceStep> Differing)
{
    /// <summary>Result of a session that is alike in everything compared.</summary>
    public const string Identical = "identical";

    /// <summary>Result of a session with a divergence.</summary>
    public const string Diverged = "diverged";

    /// <summary>Result of a session in which a call got no answer: an incident, not a divergence.</summary>
    public const string Unanswered = "unanswered";
}
