using System.Globalization;
using TestOps.Core.Suites;

namespace TestOps.Core.Suites.Reading;

/// <summary>Finds the lines of problems that were found after reading: by plans, by the load's thresholds.</summary>
public static class SuiteLines
{
    /// <summary>
    /// The problems with the line of the deepest part of their path that the text has. A problem that has a line, or whose path is not of the
    /// suite, stays as it is. Paths: <c>load.scenarios.steady.vus</c>, <c>load.thresholds["checks"]</c>, <c>sim.scenarios.ask.steps[0].body</c>, or
    /// <c>steps.NAME</c> for the step of that name.
    /// </summary>
    public static IReadOnlyList<SuiteProblem> Locate(string suiteText, IReadOnlyList<SuiteProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(suiteText);
        ArgumentNullException.ThrowIfNull(problems);
        var root = SuiteTree.Read(suiteText, "suite", new SuiteProblems());
        return root is null ? problems : [.. problems.Select(problem => problem.Line == 0 ? problem with { Line = LineOf(root, problem.Path) } : problem)];
    }

    private static int LineOf(SuiteNode root, string path)
    {
        var line = 0;
        SuiteNode? node = root;
        var rest = path;
        while (node is not null && rest.Length > 0)
        {
            (node, var found, rest) = node switch
            {
                MapNode map => Enter(map, rest),
                ListNode list => Enter(list, rest),
                _ => (null, 0, rest),
            };
            line = found > 0 ? found : line;
        }

        return line;
    }

    /// <summary>The entry whose key begins the path; the longest, as keys may hold dots.</summary>
    private static (SuiteNode? Node, int Line, string Left) Enter(MapNode map, string path)
    {
        var found = map.Entries.Select(entry => (Entry: entry, Length: LengthOf(entry.Key, path))).MaxBy(static match => match.Length);
        return found.Length > 0 ? (found.Entry.Value, found.Entry.Line, path[found.Length..].TrimStart('.')) : (null, 0, path);
    }

    private static int LengthOf(string key, string path)
    {
        var quoted = $"[\"{key}\"]";
        if (path.StartsWith(quoted, StringComparison.Ordinal))
        {
            return quoted.Length;
        }

        var isKey = path.StartsWith(key, StringComparison.Ordinal) && (path.Length == key.Length || path[key.Length] is '.' or '[');
        return isKey ? key.Length : 0;
    }

    private static (SuiteNode? Node, int Line, string Left) Enter(ListNode list, string path)
    {
        var end = path.IndexOf(']', StringComparison.Ordinal);
        if (path[0] == '[' && end > 0 && int.TryParse(path.AsSpan(1, end - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Items.Count)
        {
            return (list.Items[index], list.Items[index].Line, path[(end + 1)..].TrimStart('.'));
        }

        var name = path.Split('.')[0];
        var named = list.Items.OfType<MapNode>().FirstOrDefault(item => item.Entries.Any(entry => entry.Key == "name" && entry.Value is ScalarNode scalar && scalar.Text == name));
        return named is null ? (null, 0, path) : (named, named.Line, path[name.Length..].TrimStart('.'));
    }
}
