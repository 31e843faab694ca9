namespace TestOps.Server.Snapshots;

/// <summary>Answer of <c>/snapshots</c>.</summary>
internal sealed record SnapshotListBody(IReadOnlyList<SnapshotRow> Snapshots, string? Before);
