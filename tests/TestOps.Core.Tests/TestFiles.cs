namespace TestOps.Core.Tests;

/// <summary>Files of the test project and of the repository, found from the test binaries upwards.</summary>
internal static class TestFiles
{
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Text of a file of this test project.</summary>
    public static string Read(string path) => File.ReadAllText(PathOf(path));

    public static string PathOf(string path) => Path.Combine(RepositoryRoot, "tests/TestOps.Core.Tests", path);

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
