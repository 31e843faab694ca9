namespace TestOps.Cli.Tests;

/// <summary>The repository, found from the test binaries upwards.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Path of a golden file of this project.</summary>
    public static string Golden(string name) => Path.Combine(Root, "tests/TestOps.Cli.Tests/Golden", name);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TestOps.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No TestOps.slnx above {AppContext.BaseDirectory}.");
    }
}
