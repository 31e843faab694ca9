namespace TestOps.Sim.Replaying;

/// <summary>How far a replay is.</summary>
/// <param name="Done">Sessions driven again and compared.</param>
/// <param name="Total">Sessions that this replay drives.</param>
/// <param name="Divergent">Those of <paramref name="Done"/> that differ from the record.</param>
public sealed record ReplayProgress(long Done, long Total, long Divergent);
