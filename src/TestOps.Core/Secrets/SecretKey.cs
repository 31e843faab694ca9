using System.Security.Cryptography;
using System.Text;
using TestOps.Core.Traces;

namespace TestOps.Core.Secrets;

/// <summary>
/// The key behind the tokens that records hold in place of secrets. Equal values have equal tokens under one key; without the key a token cannot be tied to a guessed value.
/// Immutable and safe for concurrent use.
/// </summary>
public sealed class SecretKey
{
    /// <summary>Length of a key in bytes.</summary>
    public const int Bytes = 32;

    private readonly byte[] _key;

    /// <summary>A key of <see cref="Bytes"/> random bytes.</summary>
    /// <exception cref="ArgumentException">The length is another one.</exception>
    public SecretKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != Bytes)
        {
            throw new ArgumentException($"A key has {Bytes} bytes, this one {key.Length}.", nameof(key));
        }

        _key = key.ToArray();
        Id = Convert.ToHexStringLower(HMACSHA256.HashData(_key, "testops-secret-key-id-1"u8))[..16];
    }

    /// <summary>Names the key without telling it: 16 hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>The token of a text.</summary>
    public string TokenOf(string text) => Token(0, Encoding.UTF8.GetBytes(text));

    /// <summary>The token of a JSON value that is no string, given as canonical JSON.</summary>
    public string TokenOfJson(ReadOnlySpan<byte> canonicalJson) => Token(1, canonicalJson);

    // The kind is part of what is signed: the number 1 and the text "1" are different secrets.
    private string Token(byte kind, ReadOnlySpan<byte> value)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hmac.AppendData("testops-secret-1\0"u8);
        hmac.AppendData([kind]);
        hmac.AppendData(value);
        return $"{Encoding.ASCII.GetString(SecretToken.Marker)}{Convert.ToHexStringLower(hmac.GetHashAndReset())[..SecretToken.Digits]}}}";
    }
}
