namespace TestOps.Processes.Tests;

/// <summary>A working directory that goes with its test.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("testops-tree-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
