using System.Collections;
using TestOps.Core.Determinism;
using TestOps.Core.Snapshots;

namespace TestOps.Sim.Replaying;

/// <summary>What one replay, or all together, found. Fed in session order.</summary>
/// <param name="countsForScore">Whether the sessions of a scenario count for the score; otherwise only their check results were compared. Null: all count.</param>
internal sealed class ReplayTally(Func<string, bool>? countsForScore = null)
{
    /// <summary>Most signatures kept; further ones are counted.</summary>
    public const int SignaturesMax = 50;

    private readonly SortedDictionary<string, (long Sessions, long Identical)> _scenarios = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (long Sessions, long Agreed)> _checks = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Step, string Pointer, DivergenceClass Class), Signature> _signatures = [];
    private readonly List<Signature> _inOrder = [];

    public long Sessions { get; private set; }

    public long Identical { get; private set; }

    /// <summary>Sessions of the record that cannot be compared, because a call was not answered then.</summary>
    public long Incomparable { get; private set; }

    public long Unanswered { get; private set; }

    /// <summary>The first call of the replay without an answer; null where all were answered.</summary>
    public string? UnansweredExample { get; private set; }

    /// <summary>Signatures beyond <see cref="SignaturesMax"/>.</summary>
    public long SignaturesDropped { get; private set; }

    public LeafCount Leaves { get; private set; }

    /// <summary>The first step of whose answer the masks hide more than the suite allows; null where there is none.</summary>
    public string? OverlyOpaque { get; private set; }

    /// <summary>Sessions and identical ones by scenario, in ordinal order.</summary>
    public IReadOnlyDictionary<string, (long Sessions, long Identical)> Scenarios => _scenarios;

    /// <summary>Sessions of the scenarios that compare checks only, and those whose checks agree, by scenario, in ordinal order.</summary>
    public IReadOnlyDictionary<string, (long Sessions, long Agreed)> Checks => _checks;

    public IReadOnlyList<Signature> Signatures => _inOrder;

    public void Add(SessionComparison comparison)
    {
        if (!comparison.IsComparable)
        {
            Incomparable++;
            return;
        }

        if (comparison.Result == ReplaySession.Unanswered)
        {
            Unanswered++;
            UnansweredExample ??= $"session {comparison.Session}: {comparison.FailureMessage}";
        }
        else
        {
            Count(comparison.Scenario, comparison.Result == ReplaySession.Identical);
        }

        Leaves += comparison.Leaves;
        OverlyOpaque ??= comparison.OverlyOpaque;
        if (comparison.First is { } first)
        {
            AddSignature(comparison, first);
        }
    }

    /// <summary>Counts one session that could be compared.</summary>
    public void Count(string scenario, bool isIdentical)
    {
        if (countsForScore is not null && !countsForScore(scenario))
        {
            var agreed = _checks.GetValueOrDefault(scenario);
            _checks[scenario] = (agreed.Sessions + 1, agreed.Agreed + (isIdentical ? 1 : 0));
            return;
        }

        Sessions++;
        Identical += isIdentical ? 1 : 0;
        var known = _scenarios.GetValueOrDefault(scenario);
        _scenarios[scenario] = (known.Sessions + 1, known.Identical + (isIdentical ? 1 : 0));
    }

    private void AddSignature(SessionComparison comparison, LocatedDivergence first)
    {
        var key = (first.StepName, Signature.PatternOf(first.Divergence.Pointer), first.Divergence.Class);
        if (_signatures.TryGetValue(key, out var known))
        {
            known.Sessions++;
        }
        else if (_inOrder.Count < SignaturesMax)
        {
            var signature = new Signature(comparison.Session, first) { Sessions = 1, CountsForScore = countsForScore?.Invoke(comparison.Scenario) ?? true };
            _signatures.Add(key, signature);
            _inOrder.Add(signature);
        }
        else
        {
            SignaturesDropped++;
        }
    }
}
