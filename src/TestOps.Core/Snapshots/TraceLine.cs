using System.Buffers;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Traces;

namespace TestOps.Core.Snapshots;

/// <summary>
/// Writes lines of the trace: one JSON object a step, ended by <c>\n</c>. Member order is fixed, not sorted: what is recorded comes first, then the
/// digests, then measured wall times. <c>raw</c> is SHA-256 over the bytes before <c>,"compare":</c>, so that it is checked without parsing, and
/// covers neither masks nor wall times. Layout: docs/internals/snapshot.md.
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
        WriteIdentity(record, output);
        WriteRequest(record, output);
        WriteAnswer(record, output);
        WriteChecks(record.Checks, output);
        if (record.IsVirtualTime)
        {
            WriteTimes(",\"time\":"u8, record, output);
        }

        Sha256.Hash(output.WrittenSpan[start..], raw);
        output.Write(RawEnd);
        JsonBytes.WriteHex(output, compare);
        output.Write("\",\"raw\":\""u8);
        JsonBytes.WriteHex(output, raw);
        output.Write("\""u8);
        if (!record.IsVirtualTime)
        {
            WriteTimes(",\"wall\":"u8, record, output);
        }

        output.Write("}\n"u8);
    }

    private static void WriteIdentity(StepRecord record, ArrayBufferWriter<byte> output)
    {
        output.Write("{\"world\":"u8);
        JsonBytes.WriteInteger(output, record.World);
        output.Write(",\"session\":"u8);
        JsonBytes.WriteInteger(output, record.Session);
        output.Write(",\"step\":"u8);
        JsonBytes.WriteInteger(output, record.Step);
        output.Write(",\"kind\":\"step\",\"scenario\":"u8);
        JsonBytes.WriteString(output, record.Scenario);
        output.Write(",\"name\":"u8);
        JsonBytes.WriteString(output, record.Name);
        if (record.Order is { } order)
        {
            output.Write(",\"order\":"u8);
            JsonBytes.WriteInteger(output, order);
        }
    }

    private static void WriteRequest(StepRecord record, ArrayBufferWriter<byte> output)
    {
        output.Write(",\"request\":{\"method\":"u8);
        JsonBytes.WriteString(output, record.Method);
        output.Write(",\"path\":"u8);
        JsonBytes.WriteString(output, record.Path);
        WriteHeaders(record.RequestHeaders, output);
        WriteBody(record.RequestBody, output);
        output.Write("}"u8);
    }

    private static void WriteAnswer(StepRecord record, ArrayBufferWriter<byte> output)
    {
        output.Write(",\"status\":"u8);
        JsonBytes.WriteInteger(output, record.Status);
        if (record.ContentType is not null)
        {
            output.Write(",\"type\":"u8);
            JsonBytes.WriteString(output, record.ContentType);
        }

        WriteHeaders(record.Headers, output);
        WriteBody(record.Body, output);
        if (record.Failure is { } failure)
        {
            output.Write(",\"failure\":"u8);
            JsonBytes.WriteString(output, failure.ToString());
        }
    }

    private static void WriteHeaders(IReadOnlyList<Header> headers, ArrayBufferWriter<byte> output)
    {
        if (headers.Count == 0)
        {
            return;
        }

        output.Write(",\"headers\":["u8);
        for (var i = 0; i < headers.Count; i++)
        {
            output.Write(i == 0 ? "["u8 : ",["u8);
            JsonBytes.WriteString(output, headers[i].Name);
            output.Write(","u8);
            JsonBytes.WriteString(output, headers[i].Value);
            output.Write("]"u8);
        }

        output.Write("]"u8);
    }

    private static void WriteBody(RecordedBody body, ArrayBufferWriter<byte> output)
    {
        switch (body.Kind)
        {
            case BodyKind.Json:
                output.Write(",\"json\":"u8);
                output.Write(body.Bytes.Span);
                break;
            case BodyKind.Text:
                output.Write(",\"text\":"u8);
                JsonBytes.WriteString(output, body.Bytes.Span);
                break;
            case BodyKind.Binary:
                output.Write(",\"base64\":\""u8);
                JsonBytes.WriteBase64(output, body.Bytes.Span);
                output.Write("\""u8);
                break;
        }
    }

    private static void WriteChecks(IReadOnlyList<RecordedCheck> checks, ArrayBufferWriter<byte> output)
    {
        if (checks.Count == 0)
        {
            return;
        }

        output.Write(",\"checks\":{"u8);
        for (var i = 0; i < checks.Count; i++)
        {
            if (i > 0)
            {
                output.Write(","u8);
            }

            JsonBytes.WriteString(output, checks[i].Name);
            output.Write(checks[i].Passed ? ":true"u8 : ":false"u8);
        }

        output.Write("}"u8);
    }

    private static void WriteTimes(ReadOnlySpan<byte> name, StepRecord record, ArrayBufferWriter<byte> output)
    {
        output.Write(name);
        output.Write("{\"start_ns\":"u8);
        JsonBytes.WriteInteger(output, record.StartNs);
        output.Write(",\"elapsed_ns\":"u8);
        JsonBytes.WriteInteger(output, record.ElapsedNs);
        output.Write("}"u8);
    }
}
