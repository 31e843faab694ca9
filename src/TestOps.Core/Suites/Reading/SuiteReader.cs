using TestOps.Core.Suites;

namespace TestOps.Core.Suites.Reading;

/// <summary>Reads the text of a suite file, YAML 1.2 (core schema) or JSON, and reports all its problems at once.</summary>
public static class SuiteReader
{
    /// <summary>Reads <paramref name="text"/>. Never throws for what the text says; limits: 1,000,000 characters, depth 64, 100,000 nodes.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="sourceName">Name of the file, the path of problems that concern all of it.</param>
    public static SuiteReading Read(string text, string sourceName)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentException.ThrowIfNullOrEmpty(sourceName);
        var context = new SuiteContext();
        var root = SuiteTree.Read(text, sourceName, context.Problems);
        var suite = root is null ? null : RootReader.Read(new SuiteValue(root, sourceName, context), text);
        context.References.Check();
        return context.Problems.IsEmpty ? new SuiteReading(suite, []) { Draft = suite } : new SuiteReading(null, context.Problems.InOrder()) { Draft = suite };
    }

    /// <summary>Reads <paramref name="text"/>.</summary>
    /// <exception cref="InvalidSuiteException">The suite has problems; it lists all of them.</exception>
    public static Suite ReadOrThrow(string text, string sourceName)
    {
        var reading = Read(text, sourceName);
        return reading.Suite ?? throw new InvalidSuiteException(sourceName, reading.Problems);
    }
}
