namespace TestOps.Core.Suites;

/// <summary>The files beside a suite that its multipart bodies send.</summary>
public static class SuiteFiles
{
    /// <summary>Largest file in bytes: 4 MiB. A snapshot carries all of them.</summary>
    public const int FileBytesMax = 4 * 1024 * 1024;

    /// <summary>Most bytes of all files together: 16 MiB.</summary>
    public const int AllBytesMax = 16 * 1024 * 1024;

    /// <summary>Their names as the suite writes them, in ordinal order, each once.</summary>
    public static IReadOnlyList<string> Of(Suite suite)
    {
        ArgumentNullException.ThrowIfNull(suite);
        return [.. (suite.Sim?.Scenarios ?? []).SelectMany(static scenario => scenario.Calls).SelectMany(static call => call.Multipart)
            .Select(static part => part.File).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
