namespace TestOps.Core.Verdicts;

/// <summary>A condition that the verdict depends on, judged.</summary>
/// <param name="Id">Id: <c>sim/ask/status</c>.</param>
/// <param name="Phase">The phase that measured it, or should have.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Value">The value seen, for people.</param>
/// <param name="Limit">The limit, for people.</param>
/// <param name="Margin">The distance to the limit, for people; null where there is none.</param>
/// <param name="Detail">One sentence on a gate that does not hold.</param>
public sealed record Gate(string Id, string Phase, GateStatus Status, string Value, string Limit, string? Margin, string? Detail);
