using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core.Determinism;

namespace TestOps.Core.Snapshots;

/// <summary>Reads a replay record session by session and checks its seal at the end. Not safe for concurrent use.</summary>
public sealed class ReplayRecordReader : IDisposable
{
    private readonly string _file;
    private readonly LineReader _lines;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Reads the head of the record from <paramref name="stream"/>, which is disposed with the reader.</summary>
    /// <exception cref="SnapshotCorruptException">The head is damaged.</exception>
    public ReplayRecordReader(Stream stream, string file)
    {
        _file = file;
        _lines = new LineReader(stream, file);
        var line = ReadLine();
        var start = "{\"head\":"u8;
        var end = ",\"sessions\":["u8;
        if (!line.Span.StartsWith(start) || !line.Span.EndsWith(end))
        {
            throw Corrupt("not the head of a replay record");
        }

        Head = ReadHead(line[start.Length..^end.Length]);
    }

    /// <summary>The head: <c>schema run_id replay head_seal masks_sha256 engine</c>.</summary>
    public JsonObject Head { get; }

    /// <summary>The next session; null at the end, where the seal has been checked.</summary>
    /// <exception cref="SnapshotCorruptException">A line is damaged, or the seal does not fit.</exception>
    public ReplaySession? Next()
    {
        var seal = Convert.ToHexStringLower(_hash.GetCurrentHash());
        var line = ReadLine();
        if (line.Span.StartsWith("{"u8))
        {
            return ReadSession(line.Span.EndsWith(","u8) ? line[..^1] : line);
        }

        if (!line.Span.SequenceEqual(Encoding.ASCII.GetBytes($"],\"seal\":\"{seal}\"}}")))
        {
            throw Corrupt($"the seal does not fit; the content gives {seal}");
        }

        return _lines.TryRead(out _) ? throw Corrupt("content after the seal") : null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _lines.Dispose();
        _hash.Dispose();
    }

    private ReadOnlyMemory<byte> ReadLine()
    {
        if (!_lines.TryRead(out var line))
        {
            throw Corrupt("the record ends without a seal");
        }

        _hash.AppendData(line.Span);
        _hash.AppendData("\n"u8);
        return line;
    }

    private JsonObject ReadHead(ReadOnlyMemory<byte> bytes)
    {
        if (!CanonicalJson.IsCanonical(bytes.Span))
        {
            throw Corrupt("the head is not in canonical form");
        }

        try
        {
            var head = JsonNode.Parse(bytes.Span, documentOptions: CanonicalJson.DocumentOptions) as JsonObject;
            return (string?)head?["schema"] == ReplayRecordWriter.Schema ? head! : throw Corrupt($"unknown schema '{head?["schema"]}', this version reads '{ReplayRecordWriter.Schema}'");
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw Corrupt(problem.Message);
        }
    }

    private ReplaySession ReadSession(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line, CanonicalJson.DocumentOptions);
            var root = json.RootElement;
            var differing = root.TryGetProperty("differing", out var steps)
                ? steps.EnumerateArray().Select(step => TraceLineReader.Read(Encoding.UTF8.GetBytes(step.GetRawText()))).ToList()
                : [];
            return new ReplaySession(
                root.GetProperty("session").GetInt64(),
                root.GetProperty("result").GetString()!,
                Convert.FromHexString(root.GetProperty("digest").GetString()!),
                Digests(root.GetProperty("steps").GetBytesFromBase64()),
                differing);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or ArgumentNullException)
        {
            throw Corrupt(problem.Message);
        }
    }

    private static List<(byte[] Raw, byte[] Compare)> Digests(byte[] steps)
    {
        const int size = TraceLine.DigestBytes;
        if (steps.Length % (2 * size) != 0)
        {
            throw new FormatException("the digests of the steps are incomplete");
        }

        var digests = new List<(byte[], byte[])>();
        for (var at = 0; at < steps.Length; at += 2 * size)
        {
            digests.Add((steps[at..(at + size)], steps[(at + size)..(at + (2 * size))]));
        }

        return digests;
    }

    private SnapshotCorruptException Corrupt(string problem) => new(_file, $"line {_lines.Number}", problem);
}
