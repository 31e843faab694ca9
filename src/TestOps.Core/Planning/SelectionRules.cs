using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Planning;

/// <summary>What must hold between a selection and its suite.</summary>
internal static class SelectionRules
{
    public static void Check(Suite suite, Selection selection, IReadOnlyList<string> phases, List<SuiteProblem> problems)
    {
        IReadOnlyList<ScenarioSpec> scenarios = suite.Sim?.Scenarios ?? [];
        CheckNames("--scenario", "scenario", selection.Scenarios, scenarios.Select(static scenario => scenario.Name), problems);
        CheckNames("--tag", "tag", selection.Tags, scenarios.SelectMany(Selection.TagsOf), problems);
        CheckNames("--phase", "phase", selection.Phases, phases, problems);
        if (selection.IncludesPhase("replay") && !selection.IncludesPhase("sim"))
        {
            problems.Add(new SuiteProblem("--phase", 0, "replay needs what sim records", "add --phase sim"));
        }

        if (problems.Count == 0 && selection.IncludesPhase("sim") && !scenarios.Any(scenario => scenario.Weight > 0 && selection.Includes(scenario)))
        {
            problems.Add(new SuiteProblem("--scenario", 0, "the selected scenarios have the weight 0: they are for load only", "select one with a weight, or leave sim out: --phase load"));
        }
    }

    private static void CheckNames(string option, string word, IReadOnlyList<string> names, IEnumerable<string> known, List<SuiteProblem> problems)
    {
        var all = known.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        foreach (var name in names.Where(name => !all.Contains(name, StringComparer.Ordinal)))
        {
            problems.Add(new SuiteProblem(option, 0, $"'{name}' is no {word} of this suite", Nearest.Hint(name, all, $"the suite has no {word}s") + (option == "--phase" && name is not ("sim" or "load" or "replay") && Nearest.To(name, all) is null ? "; those under phases: take part with --all alone" : "")));
        }
    }
}
