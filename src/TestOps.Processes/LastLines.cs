using System.Globalization;

namespace TestOps.Processes;

/// <summary>The end of what a process printed, in one line of a message.</summary>
public static class LastLines
{
    /// <summary>The last <paramref name="lengthMax"/> characters, their lines joined by <c> | </c>; empty where nothing but white space was printed. What is left out is told: a secret may begin before the cut.</summary>
    public static string Of(string output, int lengthMax)
    {
        var words = output.Trim();
        var cut = Math.Max(0, words.Length - lengthMax);
        var mark = cut == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"[{cut} characters cut]");
        return mark + string.Join(" | ", words[cut..].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }
}
