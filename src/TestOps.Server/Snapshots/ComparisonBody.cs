namespace TestOps.Server.Snapshots;

/// <summary>Answer of <c>/snapshots/{run_id}/diff/{other_run_id}</c>.</summary>
internal sealed record ComparisonBody(
    string First,
    string Second,
    string? FirstVersion,
    string? SecondVersion,
    bool IsIdentical,
    bool IsRegressionCheck,
    long Sessions,
    long Identical,
    long Incomparable,
    long OnlyInFirst,
    long OnlyInSecond,
    IReadOnlyList<DivergenceRow> Divergences);
