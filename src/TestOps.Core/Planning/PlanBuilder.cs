using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Planning;

/// <summary>Resolves a suite into a plan: a pure function, so that equal inputs give equal plans.</summary>
public static class PlanBuilder
{
    private static readonly Dictionary<string, ReadOnlyMemory<byte>> NoFiles = [];

    /// <summary>Builds the plan.</summary>
    /// <param name="suite">A valid suite.</param>
    /// <param name="data">The rows of every source in <c>sim.data</c>, by name.</param>
    /// <param name="seed">The seed of the command line; null takes the suite's.</param>
    /// <param name="environment">Name of the environment; null for none.</param>
    /// <param name="caps">Operator caps.</param>
    /// <param name="date">The day on which the run starts, in UTC; only suites in which something expires need one.</param>
    /// <param name="selection">What of the suite is run; null for all.</param>
    /// <param name="files">The bytes of <see cref="SuiteFiles.Of"/>, by name; null for none.</param>
    /// <exception cref="InvalidSuiteException">The parts do not fit together; all problems are listed.</exception>
    public static Plan Build(
        Suite suite,
        IReadOnlyDictionary<string, DataTable> data,
        ulong? seed,
        string? environment,
        LoadCaps caps,
        DateOnly? date = null,
        Selection? selection = null,
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? files = null)
    {
        ArgumentNullException.ThrowIfNull(suite);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(caps);
        selection ??= Selection.All;
        var problems = new List<SuiteProblem>(PlanRules.Check(suite, data, files ?? NoFiles, environment, caps));
        SelectionRules.Check(suite, selection, [.. PhasesOf(suite)], problems);
        var seedInForce = seed ?? suite.Sim?.Seed ?? 0;
        string[] phases = [.. PhasesOf(suite).Where(phase => selection.IncludesPhase(phase) && (phase != "load" || LoadsSelected(suite, selection)))];
        var cost = suite.Sim is null ? null : new PlanCostCalculator(suite, seedInForce, selection, phases).Calculate();
        if (cost is not null)
        {
            BudgetRules.Check(suite, cost, problems);
        }

        if (problems.Count > 0 || cost is null)
        {
            throw new InvalidSuiteException(suite.Name, SuiteLines.Locate(suite.SourceText, problems));
        }

        if (date is null && Expires(suite))
        {
            throw new ArgumentException("Something in the suite expires, so the plan needs a date.", nameof(date));
        }

        return new Plan
        {
            Suite = suite with { Engine = suite.EngineIn(environment) },
            Seed = seedInForce,
            Environment = environment,
            Variables = environment is null ? new Dictionary<string, string>() : suite.Environments[environment],
            Data = data,
            Files = files ?? NoFiles,
            Caps = caps,
            Date = Expires(suite) ? date : null,
            Selection = selection,
            Sessions = SessionsOf(suite, seedInForce, selection),
            Phases = phases,
            Cost = cost,
        };
    }

    // Only then is the day an input: other suites plan alike on every day.
    private static bool Expires(Suite suite) => (suite.Replay?.Masks.Any(static mask => mask.Expires is not null) ?? false) || suite.Known.Any(static known => known.Expires is not null);

    private static long SessionsOf(Suite suite, ulong seed, Selection selection)
    {
        var sim = suite.Sim!;
        return selection.IsPartial ? new ScenarioPicker(sim.Scenarios).Count(seed, sim.Users).Where((_, index) => selection.Includes(sim.Scenarios[index])).Sum() : sim.Users;
    }

    // A part of a load is another load: it runs whole, or not at all.
    private static bool LoadsSelected(Suite suite, Selection selection) =>
        suite.Load!.Scenarios.All(load => suite.Sim is not null && suite.Sim.Scenarios.Any(scenario => scenario.Name == load.Exec && selection.Includes(scenario)));

    private static IEnumerable<string> PhasesOf(Suite suite)
    {
        yield return "sim";
        if (suite.Load is not null)
        {
            yield return "load";
        }

        foreach (var phase in suite.Phases)
        {
            yield return phase.Name;
        }

        if (suite.Replay is not null)
        {
            yield return "replay";
        }
    }
}
