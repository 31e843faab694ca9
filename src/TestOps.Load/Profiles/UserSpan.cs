namespace TestOps.Load.Profiles;

/// <summary>A time in which a user starts iterations: from its start, to before its end, in nanoseconds since the scenario's start.</summary>
public readonly record struct UserSpan(long StartNs, long EndNs);
