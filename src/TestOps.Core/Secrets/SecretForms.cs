using System.Buffers;
using System.Text;
using TestOps.Core.Expressions;

namespace TestOps.Core.Secrets;

/// <summary>The spellings in which a secret may come back: as it is, escaped in JSON (once, and once more in JSON within a string), percent-encoded, and within base64.</summary>
internal static class SecretForms
{
    /// <summary>Shorter values are not searched for: they occur by chance. Where the suite itself puts them, they are still hidden.</summary>
    public const int LengthMin = 4;

    // Base64 of fewer bytes leaves too little that does not depend on its neighbours.
    private const int Base64BytesMin = 8;

    /// <summary>The spellings of <paramref name="value"/>, each once; none where it is too short.</summary>
    public static IReadOnlyCollection<string> Of(string value)
    {
        var forms = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var part in PartsOf(value))
        {
            AddSpellings(forms, part);
        }

        forms.RemoveWhere(static form => form.Length < LengthMin);
        return forms;
    }

    // An address is cut up on its way: the engine sees its path, a proxy its user and password, and a slash at its end is dropped.
    private static IEnumerable<string> PartsOf(string value)
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

    private static void AddSpellings(SortedSet<string> forms, string value)
    {
        if (value.Length < LengthMin)
        {
            return;
        }

        forms.Add(value);
        var escaped = Escape(value);
        forms.Add(escaped);
        forms.Add(Escape(escaped));
        var encoded = Uri.EscapeDataString(value);
        forms.Add(encoded);
        forms.Add(LowerEscapes(encoded));
        forms.Add(encoded.Replace("%20", "+", StringComparison.Ordinal));
        AddBase64(forms, Encoding.UTF8.GetBytes(value));
    }

    // In base64 three bytes become four digits: by where the value begins there are three spellings of its inside, and the digits at both ends belong to the neighbours, too.
    private static void AddBase64(SortedSet<string> forms, byte[] value)
    {
        if (value.Length < Base64BytesMin)
        {
            return;
        }

        for (var before = 0; before < 3; before++)
        {
            var digits = Convert.ToBase64String([.. new byte[before], .. value]).TrimEnd('=');
            var start = before == 0 ? 0 : before + 1;
            var end = (before + value.Length) % 3 == 0 ? digits.Length : digits.Length - 1;
            var inside = digits[start..end];
            forms.Add(inside);
            forms.Add(inside.Replace('+', '-').Replace('/', '_'));
        }
    }

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
