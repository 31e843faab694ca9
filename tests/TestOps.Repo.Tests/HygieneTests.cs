using System.Text.RegularExpressions;
using TestOps.Repo.Tests.Rules;
using TestOps.Repo.Tests.Sources;

namespace TestOps.Repo.Tests;

/// <summary>Nothing in the repository depends on the machine that it was written on.</summary>
public sealed partial class HygieneTests
{
    // In two parts each, so that this file keeps its own rule.
    private static readonly string[] Registries =
        ["nuget" + ".org", "npmjs" + ".org", "npmjs" + ".com", "pypi" + ".org", "python" + "hosted.org", "yarn" + "pkg.com", "crates" + ".io", "proxy.golang" + ".org", "deb.debian" + ".org", "j" + "frog", "arti" + "factory"];

    [Fact]
    public void Files_All_NameNoPackageRegistry() =>
        RuleExceptions.Check(
            "registry",
            from file in TextFiles()
            from registry in Registries
            where file.Text.Contains(registry, StringComparison.OrdinalIgnoreCase)
            select new Finding(file.Path, $"names {registry}: where packages come from is the machine's business"));

    [Fact]
    public void Files_All_NameNoPathOfAMachine() =>
        RuleExceptions.Check(
            "machine path",
            from file in TextFiles()
            from match in MachinePath().Matches(file.Text)
            select new Finding(file.Path, $"names '{match.Value}'"));

    [Fact]
    public void Files_All_EndTheirLinesAlike() =>
        RuleExceptions.Check(
            "line ends",
            from file in TextFiles()
            where !file.Path.EndsWith(".cmd", StringComparison.Ordinal) && !file.Path.EndsWith("packages.lock.json", StringComparison.Ordinal) && !file.Path.Contains("/Recordings/", StringComparison.Ordinal)
            let problem = file.Text.Contains('\r') ? "has carriage returns" : file.Text.StartsWith('\uFEFF') ? "starts with a byte order mark" : file.Text.Length > 0 && !file.Text.EndsWith('\n') ? "does not end its last line" : null
            where problem is not null
            select new Finding(file.Path, problem));

    [Fact]
    public void Scripts_All_CanBeExecuted() =>
        RuleExceptions.Check(
            "executable",
            from file in TextFiles()
            where file.Text.StartsWith("#!", StringComparison.Ordinal) && !IsExecutable(RepositoryFiles.FullPath(file.Path))
            select new Finding(file.Path, "begins with #! and is not executable: chmod +x"));

    private static bool IsExecutable(string path) => OperatingSystem.IsWindows() || File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute);

    private static IEnumerable<(string Path, string Text)> TextFiles() =>
        RepositoryFiles.All.Select(path => (Path: path, Text: ReadKeepingMark(path))).Where(file => !file.Text.Contains('\0'));

    private static string ReadKeepingMark(string path) => System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(RepositoryFiles.FullPath(path)));

    [GeneratedRegex(@"(?<![\w./}-])/(home|root|Users|work)/[\w.-]+|\b[A-Z]:\\Users\\\w+")]
    private static partial Regex MachinePath();
}
