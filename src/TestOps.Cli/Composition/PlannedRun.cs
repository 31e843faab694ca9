using TestOps.Core.Engines;
using TestOps.Core.Planning;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;
using TestOps.Load.Baselines;
using TestOps.Load.K6;
using TestOps.Load.Thresholds;

namespace TestOps.Cli.Composition;

/// <summary>A suite, planned, with the engine that it names. Nothing has started.</summary>
internal sealed record PlannedRun(SuiteFile File, SuiteOverrides Overrides, Plan Plan, IEngine Engine)
{
    /// <summary>Plans a suite.</summary>
    /// <exception cref="InvalidSuiteException">Data, plan, thresholds or faults have problems; all of them are listed.</exception>
    public static PlannedRun Create(SuiteFile file, SuiteOverrides overrides, string? environment, LoadCaps caps, DateOnly date, EngineSet engines)
    {
        var problems = new List<SuiteProblem>(SuiteLines.Locate(file.Suite.SourceText, file.DataProblems));
        var suite = overrides.Apply(file.Suite);
        var plan = Collect(problems, () => PlanBuilder.Build(suite, file.Data, overrides.Seed, environment, caps, date, overrides.Selection, file.Files));
        if (LoadProfiles.Expand(suite).Load is { } load)
        {
            problems.AddRange(SuiteLines.Locate(suite.SourceText, [.. ThresholdValidator.Validate(load), .. AgainstValidator.Validate(load)]));
            problems.AddRange(SuiteLines.Locate(suite.SourceText, K6Rules.Check(load, file.Folder)));
        }

        var engine = Collect(problems, () => engines.Create(plan?.Suite.Engine ?? suite.EngineIn(environment), plan?.Variables ?? new Dictionary<string, string>(), file.Path));
        return problems.Count == 0 ? new PlannedRun(file, overrides, plan!, engine!) : throw new InvalidSuiteException(file.Path, WithoutEchoes(problems, file));
    }

    private static T? Collect<T>(List<SuiteProblem> problems, Func<T> create)
        where T : class
    {
        try
        {
            return create();
        }
        catch (InvalidSuiteException invalid)
        {
            problems.AddRange(invalid.Problems);
            return null;
        }
    }

    /// <summary>Rows that could not be read are missing in the plan, too; that is said once.</summary>
    private static List<SuiteProblem> WithoutEchoes(List<SuiteProblem> problems, SuiteFile file)
    {
        var unread = (file.Suite.Sim?.Data.Keys ?? []).Where(name => !file.Data.ContainsKey(name)).Select(name => $"sim.data.{name}.file").ToHashSet(StringComparer.Ordinal);
        return [.. problems.Where((problem, index) => index < file.DataProblems.Count || !unread.Contains(problem.Path))];
    }
}
