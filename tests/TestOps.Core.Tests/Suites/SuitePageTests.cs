using System.Text;
using System.Text.RegularExpressions;
using TestOps.Core.Suites.Reading;
using TestOps.Testing.Golden;

namespace TestOps.Core.Tests.Suites;

/// <summary>docs/reference/suite.md lists the catalogue, no more and no less, and its example is a suite.</summary>
public sealed partial class SuitePageTests
{
    private const string Page = "docs/reference/suite.md";

    [Fact]
    public void Page_Tables_AreTheCatalogue()
    {
        var page = TestFiles.ReadRepository(Page);
        var written = Table().Replace(page, static match => $"{match.Groups["marker"].Value}\n{TableOf(match.Groups["section"].Value.Trim())}");

        GoldenFile.Check(Path.Combine(TestFiles.RepositoryRoot, Page), written);
    }

    [Fact]
    public void Page_Sections_AreThoseOfTheReader()
        => Table().Matches(TestFiles.ReadRepository(Page)).Select(static match => match.Groups["section"].Value.Trim()).Should().BeEquivalentTo(SuiteKeys.Sections);

    [Fact]
    public void Page_Example_IsASuite()
    {
        var example = TestFiles.ReadRepository(Page).Split("<!-- example: whole -->\n```yaml\n")[1].Split("```")[0];

        SuiteReader.Read(example, "example.yaml").Problems.Should().BeEmpty();
    }

    [Fact]
    public void Page_ProblemsShown_AreWhatTheReaderSays()
    {
        var example = TestFiles.ReadRepository(Page).Split("<!-- example: whole -->\n```yaml\n")[1].Split("```")[0]
            .Replace("users: 1000", "users: 0", StringComparison.Ordinal)
            .Replace("exec: buy", "stages: [], exec: bui", StringComparison.Ordinal);

        var shown = SuiteReader.Read(example, "example.yaml").Problems.Select(static problem => LineNumber().Replace(problem.ToString(), "")).ToList();

        shown.Should().HaveCount(3);

        var page = LineNumber().Replace(TestFiles.ReadRepository(Page), "");
        foreach (var problem in shown)
        {
            page.Should().Contain(problem);
        }
    }

    private static string TableOf(string section)
    {
        var table = new StringBuilder("\n| key | type | default | limit | meaning |\n|---|---|---|---|---|\n");
        foreach (var key in SuiteKeys.Of(section).OrderBy(static key => key.IsReserved))
        {
            table.Append(key.IsReserved
                ? $"| `{key.Path}` | *not built yet* | | | {key.Meaning} |\n"
                : $"| `{key.Path}` | {key.Type} | {key.Default} | {key.Limit} | {key.Meaning} |\n");
        }

        return table.ToString();
    }

    [GeneratedRegex(@"(?<marker><!-- keys:(?<section>[^>]*) -->)\n(\n\|.*(\n\|.*)*\n)?")]
    private static partial Regex Table();

    [GeneratedRegex(@" \(line \d+\)")]
    private static partial Regex LineNumber();
}
