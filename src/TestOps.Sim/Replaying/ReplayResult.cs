using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Journaling;

namespace TestOps.Sim.Replaying;

/// <summary>What one replay found.</summary>
public sealed class ReplayResult
{
    private readonly List<bool> _identical = [];
    private readonly List<bool> _answered = [];
    private readonly List<string> _scenarios = [];

    internal ReplayResult(int number, ReplayTally tally)
    {
        Number = number;
        Tally = tally;
    }

    /// <summary>Number of the replay, from 1.</summary>
    public int Number { get; }

    /// <summary>Sessions that could be compared: all calls were answered, then and now.</summary>
    public long Sessions => Tally.Sessions;

    /// <summary>Sessions alike in everything compared.</summary>
    public long Identical => Tally.Identical;

    /// <summary>Sessions in which a call of the replay got no answer: then the replay is inconclusive.</summary>
    public long Unanswered => Tally.Unanswered;

    /// <summary>Sessions whose record lacks an answer, so that there is nothing to compare with: then the replay is inconclusive, too.</summary>
    public long Incomparable => Tally.Incomparable;

    /// <summary>The engine that the replay met; null while it has met none.</summary>
    public EngineReport? Engine { get; internal set; }

    /// <summary>Whether the tokens of secrets were made with the recorded key; if not, leaves with secrets count as not compared.</summary>
    public bool ComparesSecrets { get; internal init; } = true;

    /// <summary>Leaves of the recorded answers and how many are compared.</summary>
    public LeafCount Leaves => Tally.Leaves;

    /// <summary>The first call of the replay without an answer, for people; null where all were answered.</summary>
    public string? UnansweredExample => Tally.UnansweredExample;

    /// <summary>Whether the replay ended early, because a black-box engine had stopped answering.</summary>
    public bool IsEngineLost { get; internal set; }

    /// <summary>How the engine's own process ended during the replay, with its last words; null where it ran on, or is not ours.</summary>
    public string? EndOfProcess { get; internal set; }

    /// <summary>Whether all calls of each session were answered now, for sessions whose calls were all answered then, in session order.</summary>
    public IReadOnlyList<bool> AnsweredBySession => _answered;

    /// <summary>Whether each of the same sessions was identical; false for one without an answer.</summary>
    public IReadOnlyList<bool> IdenticalBySession => _identical;

    /// <summary>Sessions of scenarios with <c>compare: checks</c> and those whose checks agree, by scenario; they are not in <see cref="Sessions"/>.</summary>
    public IReadOnlyDictionary<string, (long Sessions, long Agreed)> CheckAgreement => Tally.Checks;

    /// <summary>The scenarios of the same sessions.</summary>
    public IReadOnlyList<string> ScenarioBySession => _scenarios;

    /// <summary>The first divergence of each signature, in session order; at most 50.</summary>
    public IReadOnlyList<DivergenceFound> Divergences => [.. Tally.Signatures.Select(signature => signature.ToEvent(Number))];

    internal ReplayTally Tally { get; }

    internal void Add(SessionComparison comparison)
    {
        Tally.Add(comparison);
        if (comparison.IsComparable)
        {
            _answered.Add(comparison.Result != Core.Snapshots.ReplaySession.Unanswered);
            _identical.Add(comparison.Result == Core.Snapshots.ReplaySession.Identical);
            _scenarios.Add(comparison.Scenario);
        }
    }
}
