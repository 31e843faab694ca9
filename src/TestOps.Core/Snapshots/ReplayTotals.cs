namespace TestOps.Core.Snapshots;

/// <summary>What the record of one replay adds up to.</summary>
internal sealed class ReplayTotals(int number, Func<string, bool> countsForScore)
{
    private readonly SortedDictionary<string, long> _scenarios = new(StringComparer.Ordinal);

    public int Number { get; } = number;

    /// <summary>Sessions in the record.</summary>
    public long Recorded { get; set; }

    /// <summary>Sessions that could be compared and were answered.</summary>
    public long Sessions { get; private set; }

    /// <summary>Sessions in which a call got no answer, recorded or replayed.</summary>
    public long Unanswered { get; private set; }

    /// <summary>Sessions that differ, with their scenarios.</summary>
    public SortedDictionary<long, string> Divergent { get; } = [];

    /// <summary>Compared sessions by scenario, in ordinal order.</summary>
    public IReadOnlyDictionary<string, long> Scenarios => _scenarios;

    public void Add(TraceSession session, string result)
    {
        if (result == ReplaySession.Unanswered)
        {
            Unanswered++;
            return;
        }

        if (!countsForScore(session.Scenario))
        {
            return;
        }

        Sessions++;
        _scenarios[session.Scenario] = _scenarios.GetValueOrDefault(session.Scenario) + 1;
        if (result == ReplaySession.Diverged)
        {
            Divergent.Add(session.Session, session.Scenario);
        }
    }
}
