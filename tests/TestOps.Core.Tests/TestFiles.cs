namespace TestOps.Core.Tests;

/// <summary>Files of the test project and of the repository, found from the test binaries upwards.</summary>
internal static class TestFiles
{
    /// <summary>Folder of the solution.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Text of a file of this test project.</summary>
    public static string Read(string path) => ReadRepository(Path.Combine("tests/TestOps.Core.Tests", path));

    /// <summary>Text of a file of the repository.</summary>
    public static string ReadRepository(string path) => File.ReadAllText(Path.Combine(RepositoryRoot, path));

    /// <summary>Bytes of a file of the repository.</summary>
    public static byte[] ReadRepositoryBytes(string path) => File.ReadAllBytes(Path.Combine(RepositoryRoot, path));

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
