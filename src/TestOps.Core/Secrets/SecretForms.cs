using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using TestOps.Core.Expressions;

namespace TestOps.Core.Secrets;

/// <summary>
/// The spellings in which a secret as a whole may come back: as it is, escaped in JSON, percent-encoded, up to three of these one after the other, and within base64. Mixtures are for
/// <see cref="SecretSpelling"/>.
/// </summary>
internal static class SecretForms
{
    /// <summary>Shorter values are not searched for: they occur by chance. Where the suite itself puts them, they are still hidden.</summary>
    public const int LengthMin = 4;

    // JSON that repeats the text of a request in a text of JSON in a text: the spellings of a password with a quote in it differ at each level.
    private const int Levels = 3;

    // Base64 of fewer bytes leaves too little that does not depend on its neighbours.
    private const int Base64BytesMin = 8;

    // What is left as it is by Python's quote, in queries and in paths. In base64 no mixture can be read any more, so these are listed: a path of ours may stand in one.
    private static readonly string[] KeptByEncoders = ["/", "!$'()*,;:@/?", "!$&'()*+,;=:@/"];

    /// <summary>The spellings of <paramref name="value"/>, each once; none where it is too short.</summary>
    public static IReadOnlyCollection<SecretForm> Of(string value)
    {
        var forms = new SortedDictionary<string, SecretForm>(StringComparer.Ordinal);
        foreach (var part in PartsOf(value))
        {
            var known = new SortedSet<string>(StringComparer.Ordinal) { part };
            for (var level = 0; level < Levels; level++)
            {
                known.UnionWith(known.SelectMany(Spellings).ToList());
                if (level == 0)
                {
                    AddBase64(forms, known.Concat(KeptByEncoders.Select(kept => EncodeExcept(part, kept))).Append(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(part))));
                }
            }

            foreach (var spelling in known)
            {
                forms.TryAdd(spelling, new SecretForm(spelling));
            }
        }

        return forms.Values;
    }

    /// <summary>The value and its parts that are secrets of their own, without those that are too short; some may be equal.</summary>
    public static IEnumerable<string> PartsOf(string value) => AllPartsOf(value).Where(static part => part.Length >= LengthMin);

    // An address is cut up on its way: the engine sees its path, a proxy its user and password, and a slash at its end is dropped.
    private static IEnumerable<string> AllPartsOf(string value)
    {
        yield return value;
        yield return value.Trim();
        if (!Uri.TryCreate(value.Trim(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            yield break;
        }

        yield return value.Trim().TrimEnd('/');
        yield return uri.AbsolutePath.TrimEnd('/');
        yield return uri.UserInfo;
        foreach (var part in uri.UserInfo.Split(':', 2))
        {
            yield return Uri.UnescapeDataString(part);
        }
    }

    private static SortedSet<string> Spellings(string value)
    {
        var encoded = Uri.EscapeDataString(value);
        var escaped = Escape(value);
        return new SortedSet<string>(StringComparer.Ordinal)
        {
            value, escaped, AsciiOf(escaped), JavaScriptEncoder.Default.Encode(value), encoded, LowerEscapes(encoded), encoded.Replace("%20", "+", StringComparison.Ordinal),
        };
    }

    // In base64 three bytes become four digits: by where the value begins there are three spellings of its inside. The digits at both ends belong to its neighbours, too.
    private static void AddBase64(SortedDictionary<string, SecretForm> forms, IEnumerable<string> spellings)
    {
        foreach (var spelling in spellings)
        {
            AddBase64(forms, Encoding.UTF8.GetBytes(spelling));
        }
    }

    private static void AddBase64(SortedDictionary<string, SecretForm> forms, byte[] value)
    {
        if (value.Length < Base64BytesMin)
        {
            return;
        }

        for (var before = 0; before < 3; before++)
        {
            var digits = Convert.ToBase64String([.. new byte[before], .. value]).TrimEnd('=');
            var isWhole = (before + value.Length) % 3 == 0;
            var inside = digits[(before == 0 ? 0 : before + 1)..(isWhole ? digits.Length : digits.Length - 1)];
            foreach (var spelling in (ReadOnlySpan<string>)[inside, inside.Replace('+', '-').Replace('/', '_')])
            {
                forms.TryAdd(spelling, new SecretForm(spelling, SharesStart: before > 0, SharesEnd: !isWhole));
            }
        }
    }

    // As Python and others write JSON: nothing beyond ASCII.
    private static string AsciiOf(string escaped) =>
        string.Concat(escaped.Select(static c => c < 0x80 ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")));

    private static string Escape(string text)
    {
        try
        {
            var output = new ArrayBufferWriter<byte>();
            JsonText.WriteContent(output, text);
            return Encoding.UTF8.GetString(output.WrittenSpan);
        }
        catch (FormatException)
        {
            // A lone surrogate: no JSON of ours can hold it.
            return text;
        }
    }

    private static string EncodeExcept(string value, string kept) =>
        string.Concat(value.EnumerateRunes().Select(rune => rune.IsAscii && kept.Contains((char)rune.Value, StringComparison.Ordinal) ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));

    private static string LowerEscapes(string encoded)
    {
        var lower = encoded.ToCharArray();
        for (var i = 0; i + 2 < lower.Length; i++)
        {
            if (lower[i] == '%')
            {
                lower[i + 1] = char.ToLowerInvariant(lower[i + 1]);
                lower[i + 2] = char.ToLowerInvariant(lower[i + 2]);
            }
        }

        return new string(lower);
    }
}
