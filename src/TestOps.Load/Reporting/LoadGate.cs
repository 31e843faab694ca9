namespace TestOps.Load.Reporting;

/// <summary>A gate of a driver's own.</summary>
/// <param name="Name">Its id behind <c>load/</c>.</param>
/// <param name="Holds">Whether it holds; null is inconclusive.</param>
/// <param name="Value">What was seen.</param>
/// <param name="Limit">What was asked.</param>
/// <param name="Detail">Why it does not hold; null where it does.</param>
internal sealed record LoadGate(string Name, bool? Holds, string Value, string Limit, string? Detail);
