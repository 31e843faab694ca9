namespace TestOps.Repo.Tests.Sources;

/// <summary>
/// Blanks out what is no code - comments, texts, characters, directives - so that braces and words can be searched for without a compiler. Line breaks and
/// positions stay. Interpolated texts go with their holes.
/// </summary>
internal static class CSharpMask
{
    public static string Of(string text)
    {
        var masked = text.ToCharArray();
        var at = 0;
        while (at < text.Length)
        {
            var end = EndOfBlank(text, at);
            for (var i = at; i < end; i++)
            {
                masked[i] = text[i] == '\n' ? '\n' : ' ';
            }

            at = Math.Max(end, at + 1);
        }

        return new string(masked);
    }

    /// <summary>Where the comment, literal or directive ends that starts here; the position itself where none does.</summary>
    private static int EndOfBlank(string text, int at) => text[at] switch
    {
        '/' when At(text, at + 1) == '/' => EndOfLine(text, at),
        '/' when At(text, at + 1) == '*' => After(text, "*/", at + 2),
        '#' when IsFirstOfLine(text, at) => EndOfLine(text, at),
        '\'' => EndOfQuoted(text, at + 1, '\''),
        '"' or '$' or '@' => EndOfText(text, at),
        _ => at,
    };

    private static int EndOfText(string text, int at)
    {
        var quote = at;
        while (At(text, quote) is '$' or '@')
        {
            quote++;
        }

        if (At(text, quote) != '"')
        {
            return at;
        }

        var prefix = text.AsSpan(at, quote - at);
        var isVerbatim = prefix.Contains('@');
        var quotes = text.AsSpan(quote).IndexOfAnyExcept('"');
        if (quotes >= 3 && !isVerbatim)
        {
            return After(text, new string('"', quotes), quote + quotes);
        }

        return prefix.Contains('$') ? EndOfInterpolated(text, quote + 1, isVerbatim)
            : isVerbatim ? EndOfVerbatim(text, quote + 1)
            : EndOfQuoted(text, quote + 1, '"');
    }

    private static int EndOfQuoted(string text, int at, char quote)
    {
        while (at < text.Length && text[at] != quote)
        {
            at += text[at] == '\\' ? 2 : 1;
        }

        return Math.Min(at + 1, text.Length);
    }

    private static int EndOfVerbatim(string text, int at)
    {
        while (at < text.Length && (text[at] != '"' || At(text, at + 1) == '"'))
        {
            at += text[at] == '"' ? 2 : 1;
        }

        return Math.Min(at + 1, text.Length);
    }

    private static int EndOfInterpolated(string text, int at, bool isVerbatim)
    {
        while (at < text.Length)
        {
            var isDoubled = At(text, at + 1) == text[at];
            switch (text[at])
            {
                case '"' when isVerbatim && isDoubled:
                case '{' or '}' when isDoubled:
                case '\\' when !isVerbatim:
                    at += 2;
                    break;
                case '"':
                    return at + 1;
                case '{':
                    at = EndOfHole(text, at + 1);
                    break;
                default:
                    at++;
                    break;
            }
        }

        return at;
    }

    private static int EndOfHole(string text, int at)
    {
        for (var depth = 1; at < text.Length && depth > 0;)
        {
            var end = EndOfBlank(text, at);
            if (end > at)
            {
                at = end;
                continue;
            }

            depth += text[at] switch { '{' => 1, '}' => -1, _ => 0 };
            at++;
        }

        return at;
    }

    private static int After(string text, string end, int at) => text.IndexOf(end, at, StringComparison.Ordinal) is >= 0 and var found ? found + end.Length : text.Length;

    private static int EndOfLine(string text, int at) => text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;

    private static bool IsFirstOfLine(string text, int at) => text.AsSpan(0, at)[(text.LastIndexOf('\n', Math.Max(at - 1, 0)) + 1)..].IsWhiteSpace();

    private static char At(string text, int at) => at < text.Length ? text[at] : '\0';
}
