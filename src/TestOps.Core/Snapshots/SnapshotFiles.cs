using System.Security.Cryptography;
using System.Text.Json.Nodes;
using TestOps.Core.Planning;

namespace TestOps.Core.Snapshots;

/// <summary>The files of a head: those that multipart bodies send, so that a replay needs none beside it.</summary>
internal static class SnapshotFiles
{
    public static JsonObject Write(Plan plan)
    {
        var files = new JsonObject();
        foreach (var (name, content) in plan.Files.OrderBy(static file => file.Key, StringComparer.Ordinal))
        {
            files[name] = new JsonObject { ["sha256"] = DigestOf(content), ["base64"] = Convert.ToBase64String(content.Span) };
        }

        return files;
    }

    /// <summary>Reads them; a head of before has none.</summary>
    /// <exception cref="SnapshotCorruptException">A file does not fit its digest.</exception>
    public static Dictionary<string, ReadOnlyMemory<byte>> Read(SnapshotHead head)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var (name, _) in head.Json["files"] as JsonObject ?? [])
        {
            ReadOnlyMemory<byte> content = Convert.FromBase64String(head.Text("files", name, "base64"));
            files[name] = DigestOf(content) == head.Text("files", name, "sha256") ? content : throw head.Corrupt($"files.{name}", "does not fit its digest");
        }

        return files;
    }

    private static string DigestOf(ReadOnlyMemory<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content.Span));
}
