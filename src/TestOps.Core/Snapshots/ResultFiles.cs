using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace TestOps.Core.Snapshots;

/// <summary>The digests of a run's files, as the result lists them.</summary>
internal static class ResultFiles
{
    /// <summary>Format of the results written by this version.</summary>
    public const string Schema = "testops-result-1";

    /// <summary>SHA-256 of every complete file but the result itself, by name, in ordinal order.</summary>
    public static JsonObject Digests(ISnapshotStore store, RunId runId)
    {
        var digests = new JsonObject();
        foreach (var file in store.List(runId).Where(file => file != SnapshotNames.Result(runId)))
        {
            using var stream = store.OpenRead(file) ?? throw new SnapshotCorruptException(file, "file", "vanished while the run ended");
            digests[file] = Convert.ToHexStringLower(SHA256.HashData(stream));
        }

        return digests;
    }

    /// <summary>The result of a run, which is there, with its digest.</summary>
    /// <exception cref="SnapshotCorruptException">It cannot be read.</exception>
    public static (JsonObject Json, string Sha256) Read(ISnapshotStore store, RunId runId)
    {
        var file = SnapshotNames.Result(runId);
        using var stream = store.OpenRead(file) ?? throw new SnapshotCorruptException(file, "file", "missing");
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return (SealedJson.Read(buffer.ToArray(), file), Sha256(buffer.ToArray()));
    }

    /// <summary>SHA-256, lower-case hex.</summary>
    public static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
