using TestOps.Core.Engines;

namespace TestOps.Sim.Replaying;

/// <summary>What one replay found.</summary>
public sealed class ReplayResult
{
    private readonly List<bool> _identical = [];
    private readonly List<string> _scenarios = [];

    internal ReplayResult(int number, ReplayTally tally)
    {
        Number = number;
        Tally = tally;
    }

    /// <summary>Number of the replay, from 1.</summary>
    public int Number { get; }

    /// <summary>Sessions that could be compared.</summary>
    public long Sessions => Tally.Sessions;

    /// <summary>Sessions alike in everything compared.</summary>
    public long Identical => Tally.Identical;

    /// <summary>Sessions in which a call of the replay got no answer: then the replay is inconclusive.</summary>
    public long Unanswered => Tally.Unanswered;

    /// <summary>The engine that the replay met; null while it has met none.</summary>
    public EngineReport? Engine { get; internal set; }

    internal ReplayTally Tally { get; }

    /// <summary>Whether each comparable session was identical, in session order.</summary>
    internal IReadOnlyList<bool> IdenticalBySession => _identical;

    internal IReadOnlyList<string> ScenarioBySession => _scenarios;

    internal void Add(SessionComparison comparison)
    {
        Tally.Add(comparison);
        if (comparison.IsComparable)
        {
            _identical.Add(comparison.Result == Core.Snapshots.ReplaySession.Identical);
            _scenarios.Add(comparison.Scenario);
        }
    }
}
