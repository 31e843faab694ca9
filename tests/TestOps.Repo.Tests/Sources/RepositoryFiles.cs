using System.Diagnostics;

namespace TestOps.Repo.Tests.Sources;

/// <summary>The files of the repository: what git tracks and what it would add. Without git or its folder (a source archive), all files but build output.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] OutputFolders = [".git", ".build", ".vs", ".idea", "bin", "obj", "TestResults", "BenchmarkDotNet.Artifacts", "node_modules"];

    /// <summary>Folder of the solution, full path.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Paths from the root, with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. (FromGit() ?? FromDisk()).Order(StringComparer.Ordinal)];

    /// <summary>C# files of the product.</summary>
    public static IReadOnlyList<SourceFile> Source { get; } = [.. CSharp("src/")];

    /// <summary>C# files of tests, benches and samples.</summary>
    public static IReadOnlyList<SourceFile> Tests { get; } = [.. CSharp("tests/", "bench/", "samples/")];

    /// <summary>Project files.</summary>
    public static IReadOnlyList<string> Projects { get; } = [.. All.Where(path => path.EndsWith(".csproj", StringComparison.Ordinal))];

    /// <summary>Text of a file.</summary>
    public static string Read(string path) => File.ReadAllText(FullPath(path));

    /// <summary>Full path of a file.</summary>
    public static string FullPath(string path) => Path.Combine(Root, path);

    private static IEnumerable<SourceFile> CSharp(params string[] folders) =>
        All.Where(path => path.EndsWith(".cs", StringComparison.Ordinal) && folders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal))).Select(SourceFile.Read);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TestOps.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No TestOps.slnx above {AppContext.BaseDirectory}.");
    }

    private static List<string>? FromGit()
    {
        try
        {
            var start = new ProcessStartInfo("git", ["-c", "core.quotePath=off", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            {
                WorkingDirectory = Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var git = Process.Start(start)!;
            git.ErrorDataReceived += static (_, _) => { };
            git.BeginErrorReadLine();
            var paths = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? [.. paths.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct().Where(path => File.Exists(FullPath(path)))] : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No git on this machine.
            return null;
        }
    }

    private static List<string> FromDisk() =>
        [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/')).Where(path => !IsOutput(path))];

    private static bool IsOutput(string path) => path == ".git" || path.StartsWith("testops/", StringComparison.Ordinal) || path.Split('/').SkipLast(1).Any(OutputFolders.Contains);
}
