using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using TestOps.Core.Engines;
using TestOps.Core.Traces;

namespace TestOps.Core.Determinism;

/// <summary>
/// The <c>compare</c> digest of a step: SHA-256 over what a replay must repeat. Wall times and latency are never in it. The byte layout is in
/// docs/internals/determinism.md.
/// </summary>
public static class CompareDigest
{
    /// <summary>Length of a digest in bytes.</summary>
    public const int Length = 32;

    private const byte Skipped = 255;

    /// <summary>
    /// Computes the digest into <paramref name="destination"/> (at least <see cref="Length"/> bytes) and feeds <paramref name="tokens"/>: call it in step order.
    /// </summary>
    public static void Compute(StepRecord record, StepMasks masks, SessionTokens tokens, Span<byte> destination)
    {
        if (masks.ComparesChecksOnly)
        {
            ComputeChecks(record, destination);
            return;
        }

        record = tokens.Compared(record);
        using var buffer = new ByteBuffer(512 + record.RequestBody.Bytes.Length + record.Body.Bytes.Length);
        buffer.Append("testops-compare-1\0"u8);
        AppendRequest(buffer, record);
        AppendAnswer(buffer, record, masks, tokens);
        AppendChecks(buffer, record.Checks);
        AppendTimes(buffer, record);
        Sha256.Hash(buffer.Written, destination);
    }

    private static void ComputeChecks(StepRecord record, Span<byte> destination)
    {
        using var buffer = new ByteBuffer(512);
        buffer.Append("testops-compare-checks-1\0"u8);
        AppendText(buffer, record.Scenario);
        AppendInt32(buffer, record.Step);
        AppendText(buffer, record.Name);
        AppendChecks(buffer, record.Checks);
        Sha256.Hash(buffer.Written, destination);
    }

    private static void AppendRequest(ByteBuffer buffer, StepRecord record)
    {
        AppendText(buffer, record.Scenario);
        AppendInt32(buffer, record.Step);
        AppendText(buffer, record.Name);
        AppendText(buffer, record.Method);
        AppendText(buffer, record.Path);
        AppendHeaders(buffer, record.RequestHeaders);
        buffer.Append((byte)record.RequestBody.Kind);
        AppendInt32(buffer, record.RequestBody.Bytes.Length);
        buffer.Append(record.RequestBody.Bytes.Span);
    }

    private static void AppendAnswer(ByteBuffer buffer, StepRecord record, StepMasks masks, SessionTokens tokens)
    {
        buffer.Append(record.IsSkipped ? Skipped : record.Failure is { } failure ? (byte)(failure + 1) : (byte)0);
        AppendInt32(buffer, record.Status);
        buffer.Append(record.ContentType is null ? (byte)0 : (byte)1);
        AppendText(buffer, record.ContentType ?? "");
        AppendHeaders(buffer, record.Headers);
        buffer.Append((byte)record.Body.Kind);
        var lengthAt = buffer.Length;
        AppendInt32(buffer, 0);
        if (record.Body.Kind == BodyKind.Json)
        {
            masks.AppendProjection(record.Body.Bytes.Span, tokens, buffer);
        }
        else
        {
            buffer.Append(record.Body.Bytes.Span);
        }

        BinaryPrimitives.WriteInt32LittleEndian(buffer.Array.AsSpan(lengthAt), buffer.Length - lengthAt - 4);
    }

    private static void AppendChecks(ByteBuffer buffer, IReadOnlyList<RecordedCheck> checks)
    {
        AppendInt32(buffer, checks.Count);
        for (var i = 0; i < checks.Count; i++)
        {
            AppendText(buffer, checks[i].Name);
            buffer.Append(checks[i].Passed ? (byte)1 : (byte)0);
        }
    }

    private static void AppendTimes(ByteBuffer buffer, StepRecord record)
    {
        buffer.Append(record.IsVirtualTime ? (byte)1 : (byte)0);
        if (record.IsVirtualTime)
        {
            AppendInt64(buffer, record.StartNs);
            AppendInt64(buffer, record.ElapsedNs);
        }
    }

    private static void AppendHeaders(ByteBuffer buffer, IReadOnlyList<Header> headers)
    {
        AppendInt32(buffer, headers.Count);
        for (var i = 0; i < headers.Count; i++)
        {
            AppendText(buffer, headers[i].Name.ToLowerInvariant());
            AppendText(buffer, headers[i].Value);
        }
    }

    private static void AppendText(ByteBuffer buffer, string text)
    {
        var span = buffer.GetSpan(4 + Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, span[4..]);
        BinaryPrimitives.WriteInt32LittleEndian(span, length);
        buffer.Advance(4 + length);
    }

    private static void AppendInt32(ByteBuffer buffer, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(4), value);
        buffer.Advance(4);
    }

    private static void AppendInt64(ByteBuffer buffer, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(8), value);
        buffer.Advance(8);
    }
}
