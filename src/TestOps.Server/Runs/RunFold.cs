using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Server.Streaming;

namespace TestOps.Server.Runs;

/// <summary>What the API says of a run, folded from its journal so far. It only ever takes in further entries, so logs grow and progress never goes back.</summary>
internal sealed class RunFold
{
    private readonly List<RunEvent> _events = [];
    private readonly List<string> _logs = [];
    private readonly RunProgress _progress = new();
    private IReadOnlyList<string> _planned = [];
    private JournalEntry? _end;

    /// <summary>The last entry that was taken in; 0 for none.</summary>
    public long LastSequence { get; private set; }

    public bool HasEnded => _end is not null;

    public void Add(JournalEntry entry)
    {
        LastSequence = entry.Sequence;
        if (entry.Event is RunStarted started)
        {
            _planned = PhasesOf(started.Plan);
        }

        _progress.Add(entry.Event, _planned.Count);
        _end = entry.Event is RunEnded ? entry : _end;
        if (LogLine.Of(entry) is { } line)
        {
            _logs.Add(line);
        }

        if (entry.Event is not (PhaseProgress or LoadSecondMeasured or Notice))
        {
            _events.Add(entry.Event);
        }
    }

    public RunStatusBody ToBody(RunRecord run, int? queuePosition)
    {
        var end = _end?.Event as RunEnded;
        var counting = PhaseAttempts.Last(_events);
        return new RunStatusBody
        {
            RunId = run.RunId.ToString(),
            Status = end?.Status ?? run.Status.ToText(),
            Progress = _progress.Percent,
            Logs = [.. _logs],
            StartedAt = run.StartedAt is { } startedAt ? Times.ToText(startedAt) : null,
            FinishedAt = _end is null ? null : Times.ToText(run.FinishedAt ?? _end.Timestamp),
            Statuses = PhaseStatuses.Of(_planned, counting),
            Summary = RunSummary.Of(_planned, counting),
            Suite = run.Suite,
            Trigger = run.Trigger,
            QueuePosition = end is null ? queuePosition : null,
            Cause = end?.Cause,
            ExitCode = end?.ExitCode,
        };
    }

    /// <summary>The phase's own words for a status; null for a phase that the plan does not have.</summary>
    public string? StatusOf(string phase) => PhaseStatuses.Of(_planned, PhaseAttempts.Last(_events)).GetValueOrDefault(phase);

    private static IReadOnlyList<string> PhasesOf(JsonNode plan) =>
        plan["phases"] is JsonArray phases ? [.. phases.Select(phase => (string?)phase).OfType<string>()] : [];
}
