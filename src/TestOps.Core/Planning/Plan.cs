using TestOps.Core.Determinism;
using TestOps.Core.Safety;
using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>
/// A suite with everything resolved before anything starts: a pure value of suite, data, seed, environment name, caps and tools; equal inputs give
/// equal plans. <c>${engine.*}</c> and <c>${env.*}</c> stay symbolic and are bound at the lease.
/// </summary>
public sealed record Plan
{
    /// <summary>The suite; its engine is the one of the chosen environment.</summary>
    public required Suite Suite { get; init; }

    /// <summary>The seed in force: of the command line, else of the suite.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Name of the chosen environment; null for none.</summary>
    public string? Environment { get; init; }

    /// <summary>Variables of that environment; <c>${engine.port}</c> in them stays symbolic.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Rows of every data source, by name.</summary>
    public IReadOnlyDictionary<string, DataTable> Data { get; init; } = new Dictionary<string, DataTable>();

    /// <summary>The files that multipart bodies send, by their names in the suite.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>Operator caps in force.</summary>
    public required LoadCaps Caps { get; init; }

    /// <summary>What of the suite is run.</summary>
    public Selection Selection { get; init; } = Selection.All;

    /// <summary>Sessions that SIM runs: <c>sim.users</c>, without those of scenarios that are not selected. Their numbers stay, so that numbers may be missing.</summary>
    public required long Sessions { get; init; }

    /// <summary>The metrics that answers of selected scenarios can feed.</summary>
    public IReadOnlyList<MetricSpec> Metrics => [.. Suite.Sim!.Metrics.Where(metric => Suite.Sim.Scenarios.Any(scenario => Selection.Includes(scenario) && (scenario.Name == metric.Of || scenario.Calls.Any(step => step.Name == metric.Of))))];

    /// <summary>The day on which the run starts, in UTC: what expires is judged by it. Null where nothing in the suite expires and none was given.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>The masks in force: those of the suite without the expired ones.</summary>
    public IReadOnlyList<MaskSpec> Masks => [.. (Suite.Replay?.Masks ?? []).Where(mask => !IsExpired(mask.Expires))];

    /// <summary>The phases in order: <c>sim</c>, <c>load</c>, the extra phases that the run asks for, <c>replay</c>, without those that the suite leaves out.</summary>
    public required IReadOnlyList<string> Phases { get; init; }

    /// <summary>What the run will cost.</summary>
    public required PlanCost Cost { get; init; }

    /// <summary>The numbers of the sessions that SIM runs, in order.</summary>
    public IEnumerable<long> SessionNumbers()
    {
        var sim = Suite.Sim!;
        var picker = Selection.IsPartial ? new ScenarioPicker(sim.Scenarios) : null;
        for (long session = 0; session < sim.Users; session++)
        {
            if (picker is null || Selection.Includes(picker.Pick(Seed, session)))
            {
                yield return session;
            }
        }
    }

    /// <summary>Whether something that is in force through the day <paramref name="expires"/> no longer is; false for null, which has no end.</summary>
    public bool IsExpired(DateOnly? expires) => expires < Date;

    /// <summary>Whether the answers of a scenario are compared in full and count for the score; otherwise only its check results are compared, and told apart.</summary>
    public bool CountsForScore(string scenario) => Suite.Sim!.Scenarios.FirstOrDefault(candidate => candidate.Name == scenario)?.Compare != CompareMode.Checks;

    /// <summary>Compiles what is compared: <paramref name="masks"/>, by default those in force, and the scenarios of which only checks are.</summary>
    public MaskSet CompileMasks(IReadOnlyList<MaskSpec>? masks = null) =>
        MaskSet.Compile(masks ?? Masks, (Suite.Sim?.Scenarios ?? []).Where(static scenario => scenario.Compare == CompareMode.Checks).Select(static scenario => scenario.Name));
}
