using System.Text;

namespace TestOps.Core.Determinism;

/// <summary>Replaces the engine's own address in what is recorded by <c>${engine.base}</c>, because a fresh process may listen elsewhere.</summary>
internal static class EngineAddress
{
    private const string Token = "${engine.base}";
    private const string EncodedToken = "%24%7Bengine.base%7D";

    /// <summary>
    /// Hides <paramref name="engineBase"/> (<c>http://host:port</c>) and its authority alone, as they are and percent-encoded, as in a query; returns the same bytes where
    /// neither occurs. An authority without a port is a plain word, which any text may hold: it is hidden with its scheme only.
    /// </summary>
    public static ReadOnlyMemory<byte> Hide(ReadOnlyMemory<byte> bytes, string? engineBase, bool isJson)
    {
        var hasAddress = Authority(engineBase) is { } authority && Contains(bytes.Span, Host(authority));
        if (!hasAddress && bytes.Span.IndexOf("%24%7Bengine.base%7D"u8) < 0)
        {
            return bytes;
        }

        var text = Encoding.UTF8.GetString(bytes.Span);
        var hiddenText = Hide(text, engineBase);
        if (ReferenceEquals(hiddenText, text))
        {
            return bytes;
        }

        ReadOnlyMemory<byte> hidden = Encoding.UTF8.GetBytes(hiddenText);
        if (!isJson)
        {
            return hidden;
        }

        // A member name may have changed its place in the order. Where two names have become one, the address stays: a body that is no JSON any more would be worse.
        return CanonicalJson.TryCanonicalize(hidden, out var canonical, out _) ? canonical : bytes;
    }

    /// <summary>The same for a string.</summary>
    public static string Hide(string text, string? engineBase)
    {
        // Work without an engine has the token for its address, so that the encoded token must come to the same with and without one.
        var hidden = text.Replace(EncodedToken, Token, StringComparison.Ordinal);
        if (Authority(engineBase) is not { } authority || !hidden.Contains(Host(authority), StringComparison.Ordinal))
        {
            return hidden;
        }

        hidden = ReplaceForms(hidden, engineBase!);
        return authority.Contains(':', StringComparison.Ordinal) ? ReplaceForms(hidden, authority) : hidden;
    }

    private static string? Authority(string? engineBase) =>
        engineBase?.IndexOf("//", StringComparison.Ordinal) is >= 0 and var at ? engineBase[(at + 2)..] : null;

    // What every form of the address has in it.
    private static string Host(string authority) => authority.LastIndexOf(':') is > 0 and var at && authority[^1] != ']' ? authority[..at] : authority;

    private static string ReplaceForms(string text, string address)
    {
        var encoded = Uri.EscapeDataString(address);
        var plain = Replace(text, address);
        return encoded == address || !plain.Contains('%', StringComparison.Ordinal) ? plain : Replace(Replace(plain, encoded), LowerEscapes(encoded));
    }

    // "%3a" for "%3A": both are in use.
    private static string LowerEscapes(string encoded)
    {
        var lower = encoded.ToCharArray();
        for (var at = encoded.IndexOf('%', StringComparison.Ordinal); at >= 0; at = encoded.IndexOf('%', at + 1))
        {
            lower[at + 1] = char.ToLowerInvariant(lower[at + 1]);
            lower[at + 2] = char.ToLowerInvariant(lower[at + 2]);
        }

        return new string(lower);
    }

    private static bool Contains(ReadOnlySpan<byte> bytes, string ascii)
    {
        Span<byte> sought = stackalloc byte[ascii.Length <= 256 ? ascii.Length : 0];
        return sought.Length < ascii.Length ? bytes.IndexOf(Encoding.UTF8.GetBytes(ascii)) >= 0 : Encoding.ASCII.GetBytes(ascii, sought) > 0 && bytes.IndexOf(sought) >= 0;
    }

    // Port 80 is no part of port 8080, and host a.example none of a.example.org: what continues an address makes it another one.
    private static string Replace(string text, string address)
    {
        StringBuilder? output = null;
        var copied = 0;
        for (var at = text.IndexOf(address, StringComparison.Ordinal); at >= 0; at = text.IndexOf(address, at + 1, StringComparison.Ordinal))
        {
            var end = at + address.Length;
            if (at < copied || IsWithin(text, at) || (end < text.Length && Continues(text, end)))
            {
                continue;
            }

            output ??= new StringBuilder(text.Length);
            output.Append(text, copied, at - copied).Append(Token);
            copied = end;
        }

        return output is null ? text : output.Append(text, copied, text.Length - copied).ToString();
    }

    // The letter of an escape, as in "\nhost:5000" and "%2Fhost:5000", is no part of a name.
    private static bool IsWithin(string text, int at) => at > 0 && IsAddress(text[at - 1]) && (at == 1 || text[at - 2] != '\\') && (at < 3 || text[at - 3] != '%');

    private static bool Continues(string text, int at) =>
        IsAddress(text[at]) ? text[at] is not ('.' or '-') || (at + 1 < text.Length && char.IsAsciiLetterOrDigit(text[at + 1])) : IsColon(text, at, out var next) && next < text.Length && char.IsAsciiDigit(text[next]);

    private static bool IsColon(string text, int at, out int next)
    {
        var isEncoded = text.AsSpan(at).StartsWith("%3A", StringComparison.OrdinalIgnoreCase);
        next = at + (isEncoded ? 3 : 1);
        return isEncoded || text[at] == ':';
    }

    private static bool IsAddress(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '-';
}
