namespace TestOps.Core;

/// <summary>A text as one word of a POSIX shell: what an engine or a suite says must never become a command of its own.</summary>
internal static class ShellWord
{
    /// <summary>The word, quoted where it has to be; control characters become blanks.</summary>
    public static string Of(string text)
    {
        var line = string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c));
        var isPlain = line.Length > 0 && line.All(static c => char.IsAsciiLetterOrDigit(c) || "_-./:=@%+,".Contains(c));
        return isPlain ? line : $"'{line.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
