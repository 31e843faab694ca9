using TestOps.Core.Determinism;
using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>
/// Which scenario a session runs: a pure function of (seed, session, weights), so that adding a user changes no other session. It draws from the
/// stream <c>scenario</c> of the session.
/// </summary>
public sealed class ScenarioPicker
{
    private readonly IReadOnlyList<ScenarioSpec> _scenarios;
    private readonly long _total;

    /// <summary>Creates the picker of a list of scenarios; at least one has a weight above 0.</summary>
    public ScenarioPicker(IReadOnlyList<ScenarioSpec> scenarios)
    {
        ArgumentNullException.ThrowIfNull(scenarios);
        _scenarios = scenarios;
        _total = scenarios.Sum(static scenario => (long)scenario.Weight);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_total, nameof(scenarios));
    }

    /// <summary>The scenario of session <paramref name="session"/> (from 0) under <paramref name="seed"/>.</summary>
    public ScenarioSpec Pick(ulong seed, long session) => _scenarios[IndexOf(seed, session)];

    /// <summary>How many of the sessions 0 to <paramref name="users"/> - 1 run each scenario, in the order of the scenarios; exact.</summary>
    public IReadOnlyList<long> Count(ulong seed, long users)
    {
        var counts = new long[_scenarios.Count];
        for (long session = 0; session < users; session++)
        {
            counts[IndexOf(seed, session)]++;
        }

        return counts;
    }

    private int IndexOf(ulong seed, long session)
    {
        var draw = SeededRandom.ForSession(seed, session).Fork("scenario").NextInt64(_total);
        var index = 0;
        while (draw >= _scenarios[index].Weight)
        {
            draw -= _scenarios[index].Weight;
            index++;
        }

        return index;
    }
}
