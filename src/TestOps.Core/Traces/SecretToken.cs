using System.Text;

namespace TestOps.Core.Traces;

/// <summary>
/// What stands in a record in place of a secret: <c>${secret:</c>, 32 hexadecimal digits of its keyed HMAC, <c>}</c>. It needs no escape in JSON. What an engine sends and looks
/// like one is written <c>${secret:}</c> and the rest, so that no answer can pass a value off as a secret.
/// </summary>
public static class SecretToken
{
    /// <summary>Digits of the HMAC: 128 bits.</summary>
    public const int Digits = 32;

    /// <summary>Length of a token.</summary>
    public const int Length = 9 + Digits + 1;

    /// <summary>How a token begins.</summary>
    public static ReadOnlySpan<byte> Marker => "${secret:"u8;

    /// <summary>What stands for a <see cref="Marker"/> that an engine sent.</summary>
    public static ReadOnlySpan<byte> EscapedMarker => "${secret:}"u8;

    /// <summary>Whether text or JSON holds a token.</summary>
    public static bool OccursIn(ReadOnlySpan<byte> utf8) => Find(utf8, 0) >= 0;

    /// <summary>Whether text holds a token.</summary>
    public static bool OccursIn(string text) => text.Contains("${secret:", StringComparison.Ordinal) && OccursIn(Encoding.UTF8.GetBytes(text));

    /// <summary>Whether the answer of a step holds a token: then its checks saw something else than the record shows.</summary>
    public static bool OccursInAnswer(StepRecord record) =>
        OccursIn(record.Body.Bytes.Span) || OccursIn(record.ContentType ?? "") || record.Headers.Any(static header => OccursIn(header.Value));

    /// <summary>Where the first token at or after <paramref name="from"/> begins; -1 where there is none.</summary>
    public static int Find(ReadOnlySpan<byte> utf8, int from)
    {
        for (var at = from; at < utf8.Length;)
        {
            var next = utf8[at..].IndexOf(Marker);
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (IsToken(utf8[at..]))
            {
                return at;
            }

            at += Marker.Length;
        }

        return -1;
    }

    private static bool IsToken(ReadOnlySpan<byte> utf8) =>
        utf8.Length >= Length && utf8[Length - 1] == '}' && utf8.Slice(Marker.Length, Digits).IndexOfAnyExcept("0123456789abcdef"u8) < 0;
}
