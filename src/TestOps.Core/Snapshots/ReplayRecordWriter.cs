using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TestOps.Core.Determinism;

namespace TestOps.Core.Snapshots;

/// <summary>
/// Writes a replay record: a JSON document of lines. The first is its head, each further one a session, the last closes the document with <c>seal</c>, SHA-256
/// of all lines before it. Sessions are streamed, so memory stays flat. Layout: docs/internals/snapshot.md.
/// </summary>
public sealed class ReplayRecordWriter : IDisposable
{
    /// <summary>Format of the records written by this version.</summary>
    public const string Schema = "testops-replay-1";

    private readonly Stream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _hasSessions;

    /// <summary>Starts a record with its head: <c>run_id replay head_seal masks_sha256 engine</c>.</summary>
    public ReplayRecordWriter(Stream stream, JsonObject head)
    {
        _stream = stream;
        head["schema"] = Schema;
        Write("{\"head\":"u8);
        Write(CanonicalJson.Serialize(head));
        Write(",\"sessions\":[\n"u8);
    }

    /// <summary>Appends sessions that <see cref="AppendSession"/> formatted.</summary>
    public void WriteSessions(ReadOnlySpan<byte> formatted)
    {
        if (!formatted.IsEmpty)
        {
            // Each formatted session begins with ",\n"; the first one needs no separator.
            Write(_hasSessions ? formatted : formatted[2..]);
            _hasSessions = true;
        }
    }

    /// <summary>Formats one session into <paramref name="output"/>; <paramref name="differing"/> are whole trace lines without line feeds.</summary>
    public static void AppendSession(ArrayBufferWriter<byte> output, long session, string result, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> steps, IReadOnlyList<ReadOnlyMemory<byte>> differing)
    {
        var json = new JsonBytesWriter(output);
        json.Write(",\n{\"session\":"u8);
        json.WriteInteger(session);
        json.Write(",\"result\":"u8);
        json.WriteString(result);
        json.Write(",\"digest\":\""u8);
        json.WriteHex(digest);
        json.Write("\",\"steps\":\""u8);
        json.WriteBase64(steps);
        json.Write("\""u8);
        for (var i = 0; i < differing.Count; i++)
        {
            json.Write(i == 0 ? ",\"differing\":["u8 : ","u8);
            json.Write(differing[i].Span);
        }

        json.Write(differing.Count > 0 ? "]}"u8 : "}"u8);
        json.Commit();
    }

    /// <summary>Ends the record with its seal.</summary>
    public void Finish()
    {
        if (_hasSessions)
        {
            Write("\n"u8);
        }

        var seal = Convert.ToHexStringLower(_hash.GetHashAndReset());
        _stream.Write(Encoding.ASCII.GetBytes($"],\"seal\":\"{seal}\"}}\n"));
    }

    /// <inheritdoc />
    public void Dispose() => _hash.Dispose();

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _stream.Write(bytes);
    }
}
