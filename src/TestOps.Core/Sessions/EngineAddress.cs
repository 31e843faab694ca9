using System.Text;
using TestOps.Core.Determinism;

namespace TestOps.Core.Sessions;

/// <summary>Replaces the engine's own address in what is recorded by <c>${engine.base}</c>, because a fresh process may listen elsewhere.</summary>
internal static class EngineAddress
{
    private const string Token = "${engine.base}";

    /// <summary>
    /// Hides <paramref name="engineBase"/> (<c>http://host:port</c>) and its authority alone; returns the same bytes where neither occurs. An authority without a port is a
    /// plain word, which any text may hold: it is hidden with its scheme only.
    /// </summary>
    public static ReadOnlyMemory<byte> Hide(ReadOnlyMemory<byte> bytes, string? engineBase, bool isJson)
    {
        if (Authority(engineBase) is not { } authority || !Contains(bytes.Span, authority))
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
        if (Authority(engineBase) is not { } authority)
        {
            return text;
        }

        var hidden = Replace(text, engineBase!);
        return authority.Contains(':', StringComparison.Ordinal) ? Replace(hidden, authority) : hidden;
    }

    private static string? Authority(string? engineBase) =>
        engineBase?.IndexOf("//", StringComparison.Ordinal) is >= 0 and var at ? engineBase[(at + 2)..] : null;

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

    // The letter of an escape, as in "\nhost:5000", is no part of a name.
    private static bool IsWithin(string text, int at) => at > 0 && IsAddress(text[at - 1]) && (at == 1 || text[at - 2] != '\\');

    private static bool Continues(string text, int at) =>
        IsAddress(text[at]) ? text[at] is not ('.' or '-') || (at + 1 < text.Length && char.IsAsciiLetterOrDigit(text[at + 1])) : text[at] == ':' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]);

    private static bool IsAddress(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '-';
}
