namespace TestOps.Core.Suites;

/// <summary>Commented starter suites, for <c>testops init</c>.</summary>
public static class SuiteTemplate
{
    /// <summary>The kinds of engine that have a starter suite: <c>http</c>, <c>process</c>, <c>toron</c>.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["http", "process", "toron"];

    /// <summary>The starter suite for an engine of <paramref name="engineKind"/>, one of <see cref="Kinds"/>.</summary>
    /// <exception cref="ArgumentException">There is none for this kind.</exception>
    public static string For(string engineKind)
    {
        if (!Kinds.Contains(engineKind, StringComparer.Ordinal))
        {
            throw new ArgumentException($"There is a starter suite for {string.Join(", ", Kinds)}, none for '{engineKind}'.", nameof(engineKind));
        }

        var name = $"{typeof(SuiteTemplate).Namespace}.Templates.{engineKind}.yaml";
        using var stream = typeof(SuiteTemplate).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The build left out the resource {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
