namespace TestOps.EndToEnd.Tests.Binary;

/// <summary>A working directory that goes with its test; data go to its folder <c>testops</c>.</summary>
public sealed class Sandbox : IDisposable
{
    /// <summary>The folder, full path.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("testops-e2e-").FullName;

    /// <summary>Where commands run here keep their data.</summary>
    public string Data => Path.Combine(Folder, "testops");

    /// <summary>Writes a file, such as a suite, and gives its full path.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Runs a command in this folder to its end.</summary>
    public Task<ProgramResult> RunAsync(params IReadOnlyList<string> args) => TestOpsBinary.RunAsync(args, Folder);

    /// <summary>Starts a command in this folder.</summary>
    public RunningProgram Start(params IReadOnlyList<string> args) => TestOpsBinary.Start(args, Folder);

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
