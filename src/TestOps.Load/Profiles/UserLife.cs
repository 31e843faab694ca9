namespace TestOps.Load.Profiles;

/// <summary>Times of one user between which its iterations are not interrupted.</summary>
/// <param name="Spans">When it starts iterations.</param>
/// <param name="KillNs">When an iteration that still runs is interrupted; null where only the end of the scenario's graceful stop does it.</param>
public sealed record UserLife(IReadOnlyList<UserSpan> Spans, long? KillNs);
