namespace TestOps.Server.Snapshots;

/// <summary>Answer of <c>/snapshots/{run_id}/replay</c>.</summary>
internal sealed record ReplayBody(
    string RunId, int Replay, long Sessions, long Identical, long Unanswered, double? DeterminismScore, string Engine, string? EngineVersion, IReadOnlyList<DivergenceRow> Divergences);
