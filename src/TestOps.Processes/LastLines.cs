namespace TestOps.Processes;

/// <summary>The end of what a process printed, in one line of a message.</summary>
public static class LastLines
{
    /// <summary>The last <paramref name="lengthMax"/> characters, their lines joined by <c> | </c>; empty where nothing but white space was printed.</summary>
    public static string Of(string output, int lengthMax)
    {
        var words = output.Trim();
        return string.Join(" | ", words[Math.Max(0, words.Length - lengthMax)..].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }
}
