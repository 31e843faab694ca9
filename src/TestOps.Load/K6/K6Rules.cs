using TestOps.Core.Suites;

namespace TestOps.Load.K6;

/// <summary>What can be said of a suite's k6 load without k6.</summary>
public static class K6Rules
{
    /// <summary>The problems; none where the load is not k6's. Lines are 0: the suite reader knows them.</summary>
    public static IReadOnlyList<SuiteProblem> Check(LoadSpec load, string suiteFolder)
    {
        if (load.Script is not { } script)
        {
            return [];
        }

        // What a template brings is judged when it has its value.
        var problems = new List<SuiteProblem>(K6Environment.Check(script.Environment.Keys));
        problems.AddRange(K6Arguments.Check(script.Arguments).Where(problem => !IsTemplate(script.Arguments, problem)));
        var path = Path.Combine(suiteFolder, script.File);
        if (!File.Exists(path))
        {
            problems.Add(new SuiteProblem("load.script", 0, $"there is no file '{script.File}' beside the suite", "name a script of k6"));
        }

        return problems;
    }

    private static bool IsTemplate(IReadOnlyList<string> arguments, SuiteProblem problem) =>
        arguments.Where((argument, index) => problem.Path == FormattableString.Invariant($"load.args[{index}]") && argument.Split('=', 2)[0].Contains("${", StringComparison.Ordinal)).Any();
}
