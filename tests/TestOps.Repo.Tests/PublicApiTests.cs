using PublicApiGenerator;
using TestOps.Repo.Tests.Assemblies;
using TestOps.Repo.Tests.Sources;
using TestOps.Testing.Golden;

namespace TestOps.Repo.Tests;

/// <summary>The public API of each shipped library, as a text that a change of it changes: the diff is the review.</summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Libraries => [.. OurAssemblies.Libraries];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Library_KeepsItsPublicApi(string library)
    {
        var api = ApiGenerator.GeneratePublicApi(OurAssemblies.Of(library), new ApiGeneratorOptions { IncludeAssemblyAttributes = false });

        GoldenFile.Check(RepositoryFiles.FullPath($"tests/TestOps.Repo.Tests/PublicApi/{library}.txt"), api + "\n");
    }
}
