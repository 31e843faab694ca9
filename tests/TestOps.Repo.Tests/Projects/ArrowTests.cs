using TestOps.Repo.Tests.Assemblies;
using TestOps.Repo.Tests.Rules;
using TestOps.Repo.Tests.Sources;

namespace TestOps.Repo.Tests.Projects;

/// <summary>Arrows between projects point down (docs/internals/architecture.md), in project files as in what the compiler made of them.</summary>
public sealed class ArrowTests
{
    // A new project has to say here what it stands on.
    private static readonly Dictionary<string, string[]> Below = new(StringComparer.Ordinal)
    {
        ["TestOps.Core"] = [],
        ["TestOps.Processes"] = ["TestOps.Core"],
        ["TestOps.Engines"] = ["TestOps.Core", "TestOps.Processes"],
        ["TestOps.Load"] = ["TestOps.Core", "TestOps.Processes"],
        ["TestOps.Sim"] = ["TestOps.Core"],
        ["TestOps.Store"] = ["TestOps.Core"],
        ["TestOps.Server"] = ["TestOps.Core"],
        ["TestOps.Testing"] = ["TestOps.Core"],
        ["TestOps.Cli"] = ["TestOps.Core", "TestOps.Processes", "TestOps.Engines", "TestOps.Load", "TestOps.Sim", "TestOps.Store", "TestOps.Server"],
    };

    [Fact]
    public void Projects_OfTheProduct_ReferenceOnlyWhatIsBelowThem() =>
        RuleExceptions.Check(
            "arrows",
            from path in RepositoryFiles.Projects
            where path.StartsWith("src/", StringComparison.Ordinal)
            let project = ProjectFile.Read(path)
            from reference in Upwards(project.Name, project.Projects)
            select new Finding(path, reference));

    [Fact]
    public void Assemblies_OfTheProduct_ReferenceOnlyWhatIsBelowThem() =>
        RuleExceptions.Check(
            "arrows of assemblies",
            from assembly in OurAssemblies.All
            let name = assembly.GetName().Name == "testops" ? "TestOps.Cli" : assembly.GetName().Name!
            from reference in Upwards(name, assembly.GetReferencedAssemblies().Select(reference => reference.Name!).Where(IsOurs))
            select new Finding(name, reference));

    [Fact]
    public void OurAssemblies_All_AreTheProjectsOfTheProduct() =>
        RepositoryFiles.Projects.Where(path => path.StartsWith("src/", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension)
            .Should().BeEquivalentTo(OurAssemblies.Libraries.Append("TestOps.Cli"), "the repository's tests read all of them");

    private static IEnumerable<string> Upwards(string project, IEnumerable<string> references) =>
        Below.TryGetValue(project, out var allowed)
            ? references.Except(allowed, StringComparer.Ordinal).Select(reference => $"references {reference}; below {project} are: {string.Join(", ", allowed)}")
            : [$"is not in the diagram: add it to {nameof(ArrowTests)} and docs/internals/architecture.md"];

    private static bool IsOurs(string name) => name == "testops" || name.StartsWith("TestOps.", StringComparison.Ordinal);
}
