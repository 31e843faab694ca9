using System.Globalization;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Planning;

/// <summary>What must hold between a suite, its data, its environment and the operator's caps.</summary>
internal static class PlanRules
{
    public static IReadOnlyList<SuiteProblem> Check(Suite suite, IReadOnlyDictionary<string, DataTable> data, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, string? environment, LoadCaps caps)
    {
        var problems = new List<SuiteProblem>();
        if (suite.Sim is null)
        {
            problems.Add(new SuiteProblem("sim", 0, "the suite has no simulation", "add sim with a scenario"));
        }

        if (CheckEnvironment(suite, environment, problems))
        {
            new EngineRules(suite, environment, environment is null ? new Dictionary<string, string>() : suite.Environments[environment], problems).Check();
        }

        CheckData(suite, data, problems);
        PlanGates.CheckKnown(suite, problems);
        CheckFiles(suite, files, problems);
        LoadCapRules.Check(suite, caps, problems);
        return problems;
    }

    /// <summary>Answers whether all variables have a value: without, nothing more can be said of what uses them.</summary>
    private static bool CheckEnvironment(Suite suite, string? environment, List<SuiteProblem> problems)
    {
        if (environment is not null && !suite.Environments.ContainsKey(environment))
        {
            problems.Add(new SuiteProblem("environments", 0, $"'{environment}' is no environment of this suite", Nearest.Hint(environment, suite.Environments.Keys, "the suite has none, run without --env")));
            return false;
        }

        var before = problems.Count;

        foreach (var variables in SuiteNames.Of(suite with { Engine = suite.EngineIn(environment) }).Where(static name => name.Root == "vars").GroupBy(static name => name.Member, StringComparer.Ordinal))
        {
            var path = variables.First().Path;
            if (environment is null)
            {
                var holders = suite.Environments.Where(pair => pair.Value.ContainsKey(variables.Key)).Select(static pair => pair.Key).Order(StringComparer.Ordinal);
                problems.Add(new SuiteProblem(path, 0, $"vars.{variables.Key} has no value without an environment", $"choose one: --env {string.Join(" or --env ", holders)}"));
            }
            else if (!suite.Environments[environment].ContainsKey(variables.Key))
            {
                problems.Add(new SuiteProblem(path, 0, $"the environment '{environment}' has no variable '{variables.Key}'", $"add it to environments.{environment}"));
            }
        }

        return problems.Count == before;
    }

    private static void CheckData(Suite suite, IReadOnlyDictionary<string, DataTable> data, List<SuiteProblem> problems)
    {
        foreach (var source in (suite.Sim?.Data ?? new Dictionary<string, DataSourceSpec>()).Values.OrderBy(static source => source.Name, StringComparer.Ordinal))
        {
            var path = $"sim.data.{source.Name}";
            if (!data.TryGetValue(source.Name, out var table))
            {
                problems.Add(new SuiteProblem($"{path}.file", 0, $"the rows of '{source.File}' were not read", "put the file beside the suite"));
                continue;
            }

            if (source.Pick == DataPick.Unique && suite.Sim!.Users > table.Rows.Count)
            {
                problems.Add(new SuiteProblem(
                    $"{path}.pick",
                    0,
                    string.Create(CultureInfo.InvariantCulture, $"unique needs a row for each user: {suite.Sim.Users} users, {table.Rows.Count} rows in {source.File}"),
                    string.Create(CultureInfo.InvariantCulture, $"add rows, write sim.users: {table.Rows.Count}, or pick: sequential")));
            }

            CheckFields(suite, source, table, problems);
        }
    }

    private static void CheckFiles(Suite suite, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, List<SuiteProblem> problems)
    {
        var steps = suite.Sim?.Scenarios.SelectMany(static scenario => scenario.Calls.Select(call => (Path: $"sim.scenarios.{scenario.Name}.steps.{call.Name}", Call: call))) ?? [];
        foreach (var (path, file) in steps.SelectMany(static step => step.Call.Multipart.Select(part => (step.Path, part.File))).Where(static part => part.File is not null).DistinctBy(static part => part.File))
        {
            if (!files.TryGetValue(file!, out var content))
            {
                problems.Add(new SuiteProblem($"{path}.multipart", 0, $"the file '{file}' was not read", "put it beside the suite, or mend its name"));
            }
            else if (content.Length > SuiteFiles.FileBytesMax)
            {
                problems.Add(new SuiteProblem($"{path}.multipart", 0, string.Create(CultureInfo.InvariantCulture, $"the file '{file}' must have at most {SuiteFiles.FileBytesMax} bytes, has {content.Length}"), "send a smaller one: a snapshot carries it"));
            }
        }

        var all = files.Values.Sum(static content => (long)content.Length);
        if (all > SuiteFiles.AllBytesMax)
        {
            problems.Add(new SuiteProblem("sim", 0, string.Create(CultureInfo.InvariantCulture, $"the files of multipart bodies must have at most {SuiteFiles.AllBytesMax} bytes together, have {all}"), "send fewer or smaller ones: a snapshot carries them"));
        }
    }

    /// <summary>A field that no row has is a slip in the suite, and would fail every session.</summary>
    private static void CheckFields(Suite suite, DataSourceSpec source, DataTable table, List<SuiteProblem> problems)
    {
        var used = SuiteNames.Of(suite).Where(name => name.Root == "data" && name.Member == source.Name && name.Field.Length > 0);
        foreach (var field in used.GroupBy(static name => name.Field, StringComparer.Ordinal))
        {
            if (!table.Rows.Any(row => row.TryGetProperty(field.Key, out _)))
            {
                var known = table.Rows[0].EnumerateObject().Select(static property => property.Name);
                problems.Add(new SuiteProblem(field.First().Path, 0, $"no row of {source.File} has the field '{field.Key}'", Nearest.Hint(field.Key, known, "add the field to the rows")));
            }
        }
    }
}
