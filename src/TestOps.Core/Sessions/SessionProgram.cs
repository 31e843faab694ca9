using TestOps.Core.Planning;

namespace TestOps.Core.Sessions;

/// <summary>The compiled scenarios of a plan. Immutable; workers share it.</summary>
public sealed class SessionProgram
{
    private readonly Dictionary<string, ScenarioProgram> _scenarios;
    private readonly ScenarioPicker? _picker;

    private SessionProgram(Plan plan, Dictionary<string, ScenarioProgram> scenarios)
    {
        Plan = plan;
        _scenarios = scenarios;
        _picker = plan.Suite.Sim is null ? null : new ScenarioPicker(plan.Suite.Sim.Scenarios);
    }

    /// <summary>The plan that was compiled.</summary>
    public Plan Plan { get; }

    /// <summary>Compiles every scenario of <paramref name="plan"/>; a plan without <c>sim</c> has none.</summary>
    /// <exception cref="Expressions.ExpressionException">An expression does not parse.</exception>
    public static SessionProgram Compile(Plan plan)
    {
        var scenarios = (plan.Suite.Sim?.Scenarios ?? []).ToDictionary(scenario => scenario.Name, scenario => ScenarioProgram.Compile(scenario, plan), StringComparer.Ordinal);
        return new SessionProgram(plan, scenarios);
    }

    /// <summary>The scenario of that name.</summary>
    /// <exception cref="KeyNotFoundException">The suite has no such scenario.</exception>
    public ScenarioProgram Scenario(string name) => _scenarios[name];

    /// <summary>The scenario of that name; null where the suite has none.</summary>
    public ScenarioProgram? Find(string name) => _scenarios.GetValueOrDefault(name);

    /// <summary>The scenario that a session of the simulation runs: a function of seed and session alone.</summary>
    /// <exception cref="InvalidOperationException">The plan has no simulation.</exception>
    public ScenarioProgram ScenarioOf(long session) =>
        _scenarios[(_picker ?? throw new InvalidOperationException("The plan has no simulation.")).Pick(Plan.Seed, session).Name];
}
