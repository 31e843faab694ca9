using TestOps.Repo.Tests.Assemblies;
using TestOps.Repo.Tests.Rules;
using TestOps.Repo.Tests.Sources;

namespace TestOps.Repo.Tests;

/// <summary>Types are small, closed and where their name says.</summary>
public sealed class TypeTests
{
    private static readonly string[] RefusedSuffixes = ["Manager", "Service", "Helper", "Helpers", "Info", "Data", "Dto", "Impl", "Util", "Utils"];
    private static readonly string[] RefusedFolders = ["Common", "Helpers", "Managers", "Services", "Utils", "Utilities", "Shared", "Misc"];

    [Fact]
    public void Classes_All_AreSealedOrHaveASubclass() =>
        RuleExceptions.Check(
            "sealed",
            OurAssemblies.Types.Where(type => type is { IsClass: true, IsSealed: false } && !HasSubclass(type))
                .Select(type => new Finding(type.FullName!, type.IsAbstract ? "abstract without a subclass" : "neither sealed nor a base of anything: add 'sealed'")));

    [Fact]
    public void Types_All_HaveNamesThatSayWhatTheyAre() =>
        RuleExceptions.Check(
            "name suffix",
            from type in OurAssemblies.Types
            let name = type.Name.Split('`')[0]
            from suffix in RefusedSuffixes
            where name.EndsWith(suffix, StringComparison.Ordinal)
            select new Finding(type.FullName!, $"'{suffix}' says nothing of what the type is: use a word of the glossary"));

    [Fact]
    public void Types_All_AreNamedOtherwiseThanTheirNamespace() =>
        RuleExceptions.Check(
            "name of namespace",
            OurAssemblies.Types.Where(type => type.Namespace!.Split('.').Contains(type.Name)).Select(type => new Finding(type.FullName!, "is named like a part of its namespace")));

    [Fact]
    public void Folders_All_AreNamedAfterFeatures() =>
        RuleExceptions.Check(
            "folder name",
            from file in RepositoryFiles.Source
            from folder in file.Path.Split('/').Intersect(RefusedFolders, StringComparer.Ordinal)
            select new Finding(file.Path, $"'{folder}' is no feature"));

    [Fact]
    public void Namespaces_All_FollowTheirFolders() =>
        RuleExceptions.Check(
            "namespace",
            from file in RepositoryFiles.Source
            where file.Types.Count > 0
            let expected = string.Join('.', file.Path.Split('/').Skip(1).SkipLast(1))
            where !file.Code.Contains($"namespace {expected};", StringComparison.Ordinal)
            select new Finding(file.Path, $"its folder asks for 'namespace {expected};'"));

    [Fact]
    public void SourceFiles_All_HoldOneTypeOrAClosedUnion() =>
        RuleExceptions.Check(
            "one type",
            from file in RepositoryFiles.Source
            where file.Types.Count > 1
            let others = file.Types.Skip(1).Where(type => type.Base != file.Types[0].Name).Select(type => type.Name).ToList()
            where others.Count > 0
            select new Finding(file.Path, $"{string.Join(", ", others)} beside {file.Types[0].Name}: only the cases of a closed union share a file with their base"));

    [Fact]
    public void SourceFiles_All_AreNamedAfterTheirType() =>
        RuleExceptions.Check(
            "file name",
            from file in RepositoryFiles.Source
            where file.Types.Count > 0
            let name = Path.GetFileName(file.Path).Split('.')[0]
            where name != file.Types[0].Name && name != $"{file.Types[0].Name}OfT"
            select new Finding(file.Path, $"declares {file.Types[0].Name}"));

    private static bool HasSubclass(Type type) => OurAssemblies.Types.Any(other => other != type && IsBase(type, other));

    private static bool IsBase(Type type, Type other)
    {
        for (var candidate = other.BaseType; candidate is not null; candidate = candidate.BaseType)
        {
            if ((candidate.IsGenericType ? candidate.GetGenericTypeDefinition() : candidate) == type)
            {
                return true;
            }
        }

        return false;
    }
}
