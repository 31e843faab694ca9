using System.Text.Json.Nodes;

namespace TestOps.Server.Snapshots;

/// <summary>Answer of <c>/snapshots/{run_id}</c>.</summary>
internal sealed record SnapshotBody(string RunId, IReadOnlyList<string> Files, JsonNode Head);
