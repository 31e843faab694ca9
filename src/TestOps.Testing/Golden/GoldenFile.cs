namespace TestOps.Testing.Golden;

/// <summary>Text output that is compared with a committed file, so that a change of it is seen in the review.</summary>
public static class GoldenFile
{
    /// <summary>The environment variable that, set to <c>1</c>, writes the files anew instead of comparing.</summary>
    public const string UpdateVariable = "TESTOPS_UPDATE_GOLDEN";

    /// <summary>Compares <paramref name="actual"/> with the file, line ends apart.</summary>
    /// <exception cref="GoldenFileMismatchException">They differ, or the file is missing.</exception>
    public static void Check(string path, string actual)
    {
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.WriteAllText(path, actual);
            return;
        }

        var expectedLines = Lines(File.Exists(path) ? File.ReadAllText(path) : throw new GoldenFileMismatchException(path, 0, "no such file", "text to compare"));
        var actualLines = Lines(actual);
        for (var i = 0; i < Math.Max(expectedLines.Length, actualLines.Length); i++)
        {
            var expectedLine = expectedLines.ElementAtOrDefault(i);
            var actualLine = actualLines.ElementAtOrDefault(i);
            if (!string.Equals(expectedLine, actualLine, StringComparison.Ordinal))
            {
                throw new GoldenFileMismatchException(path, i + 1, expectedLine ?? "the end", actualLine ?? "the end");
            }
        }
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');
}
