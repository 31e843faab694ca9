using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TestOps.Engines.Toron;

/// <summary>What a request is to the model: a function of the ask's fields, never of the white space of its body.</summary>
internal readonly record struct ToronIdentity(ulong Key, UInt128 CacheKey)
{
    /// <summary>Number behind <c>request_id</c>: 48 bits.</summary>
    public ulong RequestId => (ulong)(CacheKey >> 80);

    public static ToronIdentity Of(ReadOnlySpan<byte> call, in ToronAsk ask)
    {
        var length = call.Length + 1 + 12 + ask.Prompt.Length + ask.UserId.Length + ask.SessionId.Length;
        Span<byte> input = length <= 1024 ? stackalloc byte[1024] : new byte[length];
        var at = Append(input, 0, call);
        input[at++] = ask.UseCache ? (byte)1 : (byte)0;
        at = AppendSized(input, at, ask.Prompt.Span);
        at = AppendSized(input, at, ask.UserId.Span);
        at = AppendSized(input, at, ask.SessionId.Span);
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(input[..at], digest);
        return new ToronIdentity(BinaryPrimitives.ReadUInt64LittleEndian(digest[16..]), BinaryPrimitives.ReadUInt128BigEndian(digest));
    }

    private static int Append(Span<byte> input, int at, ReadOnlySpan<byte> part)
    {
        part.CopyTo(input[at..]);
        return at + part.Length;
    }

    // Sized, so that no prompt can imitate another request by moving the boundary between two fields.
    private static int AppendSized(Span<byte> input, int at, ReadOnlySpan<byte> part)
    {
        BinaryPrimitives.WriteInt32LittleEndian(input[at..], part.Length);
        return Append(input, at + 4, part);
    }
}
