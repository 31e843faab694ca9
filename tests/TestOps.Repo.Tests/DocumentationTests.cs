using System.Text.RegularExpressions;
using TestOps.Repo.Tests.Rules;
using TestOps.Repo.Tests.Sources;

namespace TestOps.Repo.Tests;

/// <summary>Pages exist where they are named, are found from the index, and have the form that readers know. What they say is held equal to the code beside the code.</summary>
public sealed partial class DocumentationTests
{
    // The words of docs/README.md: each has one page.
    private static readonly string[] Glossary =
        ["engine", "lease", "suite", "plan", "run", "phase", "event", "journal", "session", "step", "world", "trace", "snapshot", "divergence", "gate", "incident"];

    private static readonly string[] AdrHeadings = ["## Context", "## Decision", "## Alternatives", "## Cost"];

    private static IEnumerable<string> Pages => RepositoryFiles.All.Where(path => path.EndsWith(".md", StringComparison.Ordinal));

    [Fact]
    public void Links_BetweenPages_LeadSomewhere() =>
        RuleExceptions.Check(
            "links",
            from page in Pages
            from match in Link().Matches(WithoutCode(RepositoryFiles.Read(page)))
            let problem = ProblemOf(page, match.Groups["target"].Value)
            where problem is not null
            select new Finding(page, problem));

    [Fact]
    public void Pages_NamedInCode_Exist() =>
        RuleExceptions.Check(
            "named pages",
            from file in RepositoryFiles.Source
            from match in NamedPage().Matches(file.Text)
            where !RepositoryFiles.All.Contains(match.Value)
            select new Finding(file.Path, $"names {match.Value}, which does not exist"));

    [Fact]
    public void Words_OfTheGlossary_HaveAPageEach() =>
        RepositoryFiles.All.Where(path => path.StartsWith("docs/concepts/", StringComparison.Ordinal)).Should().BeEquivalentTo(Glossary.Select(word => $"docs/concepts/{word}.md"));

    [Fact]
    public void Pages_All_AreFoundFromTheIndex()
    {
        var index = RepositoryFiles.Read("docs/README.md");

        Pages.Where(page => page.StartsWith("docs/", StringComparison.Ordinal) && page != "docs/README.md").Where(page => !index.Contains($"({page["docs/".Length..]})", StringComparison.Ordinal))
            .Should().BeEmpty("docs/README.md leads to every page");
    }

    [Fact]
    public void Decisions_All_HaveANumberOfTheirOwnAndTheirFourParts()
    {
        var decisions = Pages.Where(page => page.StartsWith("docs/adr/", StringComparison.Ordinal)).ToList();

        decisions.Select(page => Path.GetFileName(page)[..4]).Should().OnlyHaveUniqueItems();
        RuleExceptions.Check(
            "decision",
            from page in decisions
            let lines = RepositoryFiles.Read(page).Split('\n')
            where !lines[0].StartsWith($"# {Path.GetFileName(page)[..4]}: ", StringComparison.Ordinal) || !lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)).SequenceEqual(AdrHeadings)
            select new Finding(page, $"needs the title '# NNNN: ...' and the headings {string.Join(", ", AdrHeadings)}"));
    }

    [Fact]
    public void Folders_OfEveryProject_AreListedInTheArchitecture()
    {
        var rows = RepositoryFiles.Read("docs/internals/architecture.md").Split('\n').Where(line => line.StartsWith('|')).ToList();

        foreach (var project in RepositoryFiles.Source.Select(file => file.Path.Split('/')).Where(path => path.Length > 3).GroupBy(path => path[1], path => path[2]))
        {
            var name = project.Key["TestOps.".Length..];
            var row = rows.FirstOrDefault(line => line.StartsWith($"| {name} |", StringComparison.Ordinal)) ?? "";

            Code().Matches(row).Select(folder => folder.Groups["text"].Value).Should().BeEquivalentTo(project.Distinct(), "the row of {0} lists its folders", name);
        }
    }

    private static string? ProblemOf(string page, string target)
    {
        if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
        {
            return null;
        }

        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? page : Normalize(page, parts[0]);
        var isFolder = RepositoryFiles.All.Any(file => file.StartsWith($"{path}/", StringComparison.Ordinal));
        if (!isFolder && !RepositoryFiles.All.Contains(path))
        {
            return $"links to {target}, which does not exist";
        }

        return parts.Length == 2 && !Anchors(RepositoryFiles.Read(path)).Contains(parts[1]) ? $"links to {target}, which has no such heading" : null;
    }

    private static string Normalize(string page, string target) =>
        Path.GetRelativePath(RepositoryFiles.Root, Path.GetFullPath(target, Path.GetDirectoryName(RepositoryFiles.FullPath(page))!)).Replace('\\', '/');

    /// <summary>Anchors as GitHub makes them: lower case, blanks to hyphens, other signs dropped.</summary>
    private static HashSet<string> Anchors(string text) =>
        [.. Heading().Matches(WithoutCode(text)).Select(match => Dropped().Replace(match.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    private static string WithoutCode(string text) => Fence().Replace(text, "");

    [GeneratedRegex(@"(?<!!)\[[^\]\n]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\bdocs/[\w./-]+\.md\b")]
    private static partial Regex NamedPage();

    [GeneratedRegex("`(?<text>[^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^#{1,6} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Dropped();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
