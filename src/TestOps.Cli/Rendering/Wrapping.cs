namespace TestOps.Cli.Rendering;

/// <summary>Breaks text into lines: at spaces, else after a mark that joins words, else anywhere.</summary>
internal static class Wrapping
{
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

    private static int BreakBefore(string text, int width)
    {
        var space = text.LastIndexOf(' ', width);
        if (space > width / 3)
        {
            return space;
        }

        var mark = text.AsSpan(0, width).LastIndexOfAny("/:,}");
        if (mark > width / 3)
        {
            return mark + 1;
        }

        return char.IsHighSurrogate(text[width - 1]) ? width - 1 : width;
    }
}
