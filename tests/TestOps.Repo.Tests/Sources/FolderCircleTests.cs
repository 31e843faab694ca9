using System.Text.RegularExpressions;
using TestOps.Repo.Tests.Rules;

namespace TestOps.Repo.Tests.Sources;

/// <summary>Within Core, too, arrows point one way: no namespace needs another that needs it, directly or through others.</summary>
public sealed partial class FolderCircleTests
{
    [Fact]
    public void Namespaces_OfCore_FormNoCircle()
    {
        var needs = new SortedDictionary<string, SortedDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var file in RepositoryFiles.Source.Where(file => file.Path.StartsWith("src/TestOps.Core/", StringComparison.Ordinal)))
        {
            var own = Own().Match(file.Code).Groups[1].Value;
            foreach (var used in Used().Matches(file.Code).Select(match => match.Groups[1].Value).Where(used => used != own && used != "TestOps.Core"))
            {
                needs.TryAdd(own, new SortedDictionary<string, string>(StringComparer.Ordinal));
                needs[own].TryAdd(used, file.Path);
            }
        }

        needs.Should().HaveCountGreaterThan(10, "the rule must see Core's namespaces");
        RuleExceptions.Check("circles in Core", needs.Keys.SelectMany(start => Circle(needs, start)).DistinctBy(finding => finding.ToString()));
    }

    private static IEnumerable<Finding> Circle(SortedDictionary<string, SortedDictionary<string, string>> needs, string start)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([start]);
        while (open.TryDequeue(out var at))
        {
            foreach (var (next, file) in needs.GetValueOrDefault(at) ?? [])
            {
                if (next == start)
                {
                    yield return new Finding(file, $"{at} needs {start}, which needs {at}");
                }

                if (seen.Add(next))
                {
                    open.Enqueue(next);
                }
            }
        }
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Own();

    [GeneratedRegex(@"^using (TestOps\.Core[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex Used();
}
