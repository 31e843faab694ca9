using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core.Determinism;

namespace TestOps.Core.Snapshots;

/// <summary>Reads a replay record session by session and checks its seal at the end. Not safe for concurrent use.</summary>
public sealed class ReplayRecordReader : IDisposable
{
    // Bodies may nest as deep as canonical JSON may; a record holds them a few levels deeper.
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = CanonicalJson.MaxDepth + 8 };

    private readonly string _file;
    private readonly LineReader _lines;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _form = new();
    private long _last = -1;

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
            var head = JsonNode.Parse(bytes.Span, documentOptions: CanonicalJson.DocumentOptions) as JsonObject ?? throw Corrupt("the head is no object");
            return SealedJson.TextOf(head["schema"]) == ReplayRecordWriter.Schema ? head : throw Corrupt($"unknown schema '{head["schema"]}', this version reads '{ReplayRecordWriter.Schema}'");
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
            using var json = JsonDocument.Parse(line, s_options);
            var root = json.RootElement;
            List<ReadOnlyMemory<byte>> lines = root.TryGetProperty("differing", out var differing) ? [.. differing.EnumerateArray().Select(step => (ReadOnlyMemory<byte>)JsonMarshal.GetRawUtf8Value(step).ToArray())] : [];
            var steps = root.GetProperty("steps").GetBytesFromBase64();
            var session = new ReplaySession(
                root.GetProperty("session").GetInt64(),
                root.GetProperty("result").GetString()!,
                Convert.FromHexString(root.GetProperty("digest").GetString()!),
                Digests(steps),
                [.. lines.Select(TraceLineReader.Read)]);
            CheckForm(line, session, steps, lines);
            return session;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or ArgumentNullException)
        {
            throw Corrupt(problem.Message);
        }
    }

    // Written again, a line must give the same bytes: it has nothing twice, nothing unknown, and no other spelling.
    private void CheckForm(ReadOnlyMemory<byte> line, ReplaySession session, byte[] steps, List<ReadOnlyMemory<byte>> differing)
    {
        _form.ResetWrittenCount();
        ReplayRecordWriter.AppendSession(_form, session.Session, session.Result, session.Digest, steps, differing);
        if (!_form.WrittenSpan[",\n".Length..].SequenceEqual(line.Span))
        {
            throw Corrupt("the session is not written in the documented form");
        }

        if (session.Result is not (ReplaySession.Identical or ReplaySession.Diverged or ReplaySession.Unanswered))
        {
            throw Corrupt($"unknown result '{session.Result}'");
        }

        _last = session.Session > _last ? session.Session : throw Corrupt($"session {session.Session} after session {_last}");
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
