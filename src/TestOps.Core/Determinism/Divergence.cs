namespace TestOps.Core.Determinism;

/// <summary>A place where a replay differs from the trace.</summary>
/// <param name="Pointer">JSON Pointer into the answer's body (empty for the whole body), or a place outside of it such as <c>#status</c>, <c>#header/x</c>, <c>#request/body/a</c>.</param>
/// <param name="Class">How it differs.</param>
/// <param name="Expected">What was recorded, as canonical JSON of at most 200 characters; empty for <see cref="DivergenceClass.Extra"/>.</param>
/// <param name="Actual">What was answered now, likewise; empty for <see cref="DivergenceClass.Missing"/>.</param>
public sealed record Divergence(string Pointer, DivergenceClass Class, string Expected, string Actual);
