using System.Text.RegularExpressions;
using TestOps.Repo.Tests.Rules;
using TestOps.Repo.Tests.Sources;

namespace TestOps.Repo.Tests.Projects;

/// <summary>Packages are few, pinned in one place, and locked.</summary>
public sealed partial class PackageTests
{
    private const string Versions = "Directory.Packages.props";

    // What each project may take in; docs/adr/0010 and its like say why. Analyzers apart, which leave nothing in the output.
    private static readonly Dictionary<string, string[]> Budget = new(StringComparer.Ordinal)
    {
        ["TestOps.Core"] = ["CsvHelper", "HdrHistogram", "Jint", "NJsonSchema", "YamlDotNet", "ZstdSharp.Port"],
        ["TestOps.Processes"] = ["CliWrap"],
        ["TestOps.Engines"] = [],
        ["TestOps.Load"] = ["HdrHistogram"],
        ["TestOps.Sim"] = [],
        ["TestOps.Store"] = ["Dapper", "Microsoft.Data.Sqlite", "dbup-core", "dbup-sqlite"],
        ["TestOps.Server"] = ["Microsoft.AspNetCore.OpenApi"],
        ["TestOps.Testing"] = [],
        ["TestOps.Cli"] = ["Spectre.Console", "System.CommandLine"],
    };

    private static readonly string[] Analyzers = ["Microsoft.CodeAnalysis.BannedApiAnalyzers"];

    [Fact]
    public void Projects_OfTheProduct_StayInTheirPackageBudget() =>
        RuleExceptions.Check(
            "package budget",
            from project in Projects()
            where project.Path.StartsWith("src/", StringComparison.Ordinal)
            from package in project.Packages.Except(Analyzers).Except(Budget.GetValueOrDefault(project.Name, []))
            select new Finding(project.Path, $"takes in {package}: write an ADR and add it to the budget"));

    [Fact]
    public void Versions_OfPackages_StandInOneFileOnly() =>
        RuleExceptions.Check(
            "versions",
            from file in RepositoryFiles.All
            where file != Versions && Path.GetExtension(file) is ".csproj" or ".props" or ".targets"
            let project = ProjectFile.Read(file)
            where project.Sets("PackageReference", "Version") || project.Sets("PackageReference", "VersionOverride") || project.Values("PackageVersion", "Include").Any()
            select new Finding(file, $"names a version of a package: only {Versions} does"));

    [Fact]
    public void Versions_OfPackages_AreExact()
    {
        var versions = ProjectFile.Read(Versions).Values("PackageVersion", "Version").ToList();

        versions.Should().NotBeEmpty();
        versions.Should().OnlyContain(version => ExactVersion().IsMatch(version));
    }

    [Fact]
    public void Projects_All_HaveALockFile() =>
        RuleExceptions.Check(
            "lock file",
            from path in RepositoryFiles.Projects
            let lockFile = $"{Path.GetDirectoryName(path)!.Replace('\\', '/')}/packages.lock.json"
            where !RepositoryFiles.All.Contains(lockFile)
            select new Finding(path, $"has no {lockFile}: run dotnet restore and commit it"));

    [Fact]
    public void Solution_HoldsEveryProject()
    {
        var solution = ProjectFile.Read("TestOps.slnx").Values("Project", "Path").Select(path => path.Replace('\\', '/'));

        solution.Should().BeEquivalentTo(RepositoryFiles.Projects, "a project outside of the solution is neither built nor tested");
    }

    [Fact]
    public void CoreAndSim_AreBuiltWithTheListOfBannedSymbols()
    {
        foreach (var path in new[] { "src/TestOps.Core/TestOps.Core.csproj", "src/TestOps.Sim/TestOps.Sim.csproj" })
        {
            var project = ProjectFile.Read(path);
            project.AnalyzerFiles.Should().Contain("../../eng/BannedSymbols.Core.txt", "{0} is pure", path);
            project.Packages.Should().Contain(Analyzers[0]);
        }
    }

    private static IEnumerable<ProjectFile> Projects() => RepositoryFiles.Projects.Select(ProjectFile.Read);

    [GeneratedRegex(@"^\d+(\.\d+){1,3}(-[0-9A-Za-z.-]+)?$")]
    private static partial Regex ExactVersion();
}
