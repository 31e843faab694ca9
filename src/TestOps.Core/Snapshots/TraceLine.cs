using System.Buffers;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Traces;

namespace TestOps.Core.Snapshots;

/// <summary>
/// Writes lines of the trace: one JSON object a step, ended by <c>\n</c>. Member order is fixed, not sorted: what is recorded comes first, then the
/// digests, then measurements: attempts, streams, wall times. <c>raw</c> is SHA-256 over the bytes before <c>,"compare":</c>, so that it is checked without parsing, and
/// covers neither masks nor measurements. Layout: docs/internals/snapshot.md.
/// </summary>
public static class TraceLine
{
    /// <summary>Bytes of a digest.</summary>
    public const int DigestBytes = 32;

    /// <summary>What stands between the part that <c>raw</c> covers and the rest of a line.</summary>
    public static ReadOnlySpan<byte> RawEnd => ",\"compare\":\""u8;

    /// <summary>Appends the line of <paramref name="record"/> with its compare digest; writes its raw digest to <paramref name="raw"/> (32 bytes).</summary>
    public static void Write(StepRecord record, ReadOnlySpan<byte> compare, ArrayBufferWriter<byte> output, Span<byte> raw)
    {
        var start = output.WrittenCount;
        var json = new JsonBytesWriter(output);
        WriteIdentity(record, ref json);
        WriteRequest(record, ref json);
        WriteAnswer(record, ref json);
        WriteChecks(record.Checks, ref json);
        if (record.IsVirtualTime)
        {
            WriteTimes(",\"time\":"u8, record, ref json);
        }

        json.Commit();
        Sha256.Hash(output.WrittenSpan[start..], raw);
        json.Write(RawEnd);
        json.WriteHex(compare);
        json.Write("\",\"raw\":\""u8);
        json.WriteHex(raw);
        json.Write("\""u8);
        WriteMeasurements(record, ref json);
        if (!record.IsVirtualTime)
        {
            WriteTimes(",\"wall\":"u8, record, ref json);
        }

        json.Write("}\n"u8);
        json.Commit();
    }

    private static void WriteIdentity(StepRecord record, ref JsonBytesWriter json)
    {
        json.Write("{\"world\":"u8);
        json.WriteInteger(record.World);
        json.Write(",\"session\":"u8);
        json.WriteInteger(record.Session);
        json.Write(",\"step\":"u8);
        json.WriteInteger(record.Step);
        json.Write(",\"kind\":\"step\",\"scenario\":"u8);
        json.WriteString(record.Scenario);
        json.Write(",\"name\":"u8);
        json.WriteString(record.Name);
        if (record.Order is { } order)
        {
            json.Write(",\"order\":"u8);
            json.WriteInteger(order);
        }

        if (record.Repetition > 0)
        {
            json.Write(",\"repetition\":"u8);
            json.WriteInteger(record.Repetition);
        }

        if (record.IsSkipped)
        {
            json.Write(",\"skipped\":true"u8);
        }
    }

    private static void WriteRequest(StepRecord record, ref JsonBytesWriter json)
    {
        json.Write(",\"request\":{\"method\":"u8);
        json.WriteString(record.Method);
        json.Write(",\"path\":"u8);
        json.WriteString(record.Path);
        WriteHeaders(record.RequestHeaders, ref json);
        WriteBody(record.RequestBody, ref json);
        json.Write("}"u8);
    }

    private static void WriteAnswer(StepRecord record, ref JsonBytesWriter json)
    {
        json.Write(",\"status\":"u8);
        json.WriteInteger(record.Status);
        if (record.ContentType is not null)
        {
            json.Write(",\"type\":"u8);
            json.WriteString(record.ContentType);
        }

        WriteHeaders(record.Headers, ref json);
        WriteBody(record.Body, ref json);
        if (record.Failure is { } failure)
        {
            json.Write(",\"failure\":"u8);
            json.WriteString(failure.ToString());
        }
    }

    private static void WriteHeaders(IReadOnlyList<Header> headers, ref JsonBytesWriter json)
    {
        if (headers.Count == 0)
        {
            return;
        }

        json.Write(",\"headers\":["u8);
        for (var i = 0; i < headers.Count; i++)
        {
            json.Write(i == 0 ? "["u8 : ",["u8);
            json.WriteString(headers[i].Name);
            json.Write(","u8);
            json.WriteString(headers[i].Value);
            json.Write("]"u8);
        }

        json.Write("]"u8);
    }

    private static void WriteBody(RecordedBody body, ref JsonBytesWriter json)
    {
        switch (body.Kind)
        {
            case BodyKind.Json:
                json.Write(",\"json\":"u8);
                json.Write(body.Bytes.Span);
                break;
            case BodyKind.Hashed:
                json.Write(",\"hashed\":"u8);
                json.Write(body.Bytes.Span);
                break;
            case BodyKind.Text:
                json.Write(",\"text\":"u8);
                json.WriteString(body.Bytes.Span);
                break;
            case BodyKind.Binary:
                json.Write(",\"base64\":\""u8);
                json.WriteBase64(body.Bytes.Span);
                json.Write("\""u8);
                break;
        }
    }

    private static void WriteChecks(IReadOnlyList<RecordedCheck> checks, ref JsonBytesWriter json)
    {
        if (checks.Count == 0)
        {
            return;
        }

        json.Write(",\"checks\":{"u8);
        for (var i = 0; i < checks.Count; i++)
        {
            if (i > 0)
            {
                json.Write(","u8);
            }

            json.WriteString(checks[i].Name);
            json.Write(checks[i].Passed ? ":true"u8 : ":false"u8);
        }

        json.Write("}"u8);
    }

    private static void WriteMeasurements(StepRecord record, ref JsonBytesWriter json)
    {
        if (record.Attempts > 0)
        {
            json.Write(",\"attempts\":"u8);
            json.WriteInteger(record.Attempts);
        }

        if (record.Stream is not { } stream)
        {
            return;
        }

        json.Write(",\"stream\":{\"events\":"u8);
        json.WriteInteger(stream.Events);
        if (stream.FirstNs is { } first)
        {
            json.Write(",\"first_ns\":"u8);
            json.WriteInteger(first);
        }

        json.Write("}"u8);
    }

    private static void WriteTimes(ReadOnlySpan<byte> name, StepRecord record, ref JsonBytesWriter json)
    {
        json.Write(name);
        json.Write("{\"start_ns\":"u8);
        json.WriteInteger(record.StartNs);
        json.Write(",\"elapsed_ns\":"u8);
        json.WriteInteger(record.ElapsedNs);
        json.Write("}"u8);
    }
}
