namespace TestOps.Core.Suites;

/// <summary>A stage of a ramping executor: the straight line to a target.</summary>
/// <param name="Duration">How long it takes; 0 jumps.</param>
/// <param name="Target">Users, or starts each time unit, at its end.</param>
public sealed record LoadStageSpec(TimeSpan Duration, int Target);
