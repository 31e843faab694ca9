using System.Text.Json.Nodes;
using TestOps.Core.Journaling;

namespace TestOps.Cli.Rendering;

/// <summary>How a run stands, built from its journal alone. Not safe for concurrent use.</summary>
internal sealed class PhaseBoard
{
    private readonly List<PhaseRow> _rows = [];

    public RunStarted? Started { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>When the last entry was written; the end of the run once it has ended.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The planned phases, in order.</summary>
    public IReadOnlyList<PhaseRow> Rows => _rows;

    /// <summary>The seconds of the load so far.</summary>
    public LoadSeries Load { get; } = new();

    /// <summary>The phase under way; null between phases.</summary>
    public PhaseRow? Current => _rows.Find(row => row.State == "running");

    public void Apply(JournalEntry entry)
    {
        if (entry.Event is RunStarted started)
        {
            Started = started;
            StartedAt = entry.Timestamp;
            _rows.AddRange((started.Plan["phases"] as JsonArray ?? []).Select(name => new PhaseRow((string)name!)));
        }
        else if (entry.Event is RunEnded)
        {
            EndedAt = entry.Timestamp;
        }
        else if (entry.Event is LoadSecondMeasured second)
        {
            Load.Add(second);
        }
        else if (entry.Event is PhaseStarted or PhaseProgress or PhaseEnded or PhaseSkipped)
        {
            Row(entry.Event.Subsystem).Apply(entry);
        }
    }

    private PhaseRow Row(string name)
    {
        if (_rows.Find(row => row.Name == name) is { } known)
        {
            return known;
        }

        _rows.Add(new PhaseRow(name));
        return _rows[^1];
    }
}
