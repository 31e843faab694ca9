namespace TestOps.Load.Metrics;

/// <summary>A gauge over a test: its last, lowest and highest level.</summary>
public readonly record struct GaugeLevels(double Last, double Min, double Max);
