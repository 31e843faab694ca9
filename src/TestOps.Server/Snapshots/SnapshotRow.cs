namespace TestOps.Server.Snapshots;

/// <summary>A snapshot in a list.</summary>
internal sealed record SnapshotRow(string RunId, string Suite, string Status, string CreatedAt, double? DeterminismScore, string Path);
