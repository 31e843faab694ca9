namespace TestOps.Cli.Rendering;

/// <summary>Breaks text into lines: at spaces, else after a mark that joins words, else anywhere.</summary>
internal static class Wrapping
{
    private const string Marks = "/:,}";

    public static IEnumerable<string> Lines(string text, int width)
    {
        var rest = text;
        while (rest.Length > width)
        {
            var end = BreakBefore(rest, width);
            yield return rest[..end].TrimEnd();
            rest = rest[end..].TrimStart();
        }

        yield return rest;
    }

    /// <summary>Length of the longest piece of a text that only a break within a word could shorten.</summary>
    public static int LongestPiece(string text)
    {
        var (longest, length) = (0, 0);
        foreach (var character in text)
        {
            length = character == ' ' ? 0 : length + 1;
            longest = Math.Max(longest, length);
            length = Marks.Contains(character, StringComparison.Ordinal) ? 0 : length;
        }

        return longest;
    }

    private static int BreakBefore(string text, int width)
    {
        var space = text.LastIndexOf(' ', width);
        if (space > width / 3)
        {
            return space;
        }

        var mark = text.AsSpan(0, width).LastIndexOfAny(Marks);
        if (mark > width / 3)
        {
            return mark + 1;
        }

        return char.IsHighSurrogate(text[width - 1]) ? width - 1 : width;
    }
}
