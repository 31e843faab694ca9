using System.Globalization;
using TestOps.Core.Journaling;

namespace TestOps.Cli.Rendering;

/// <summary>How one phase of a run stands, as far as its journal tells.</summary>
internal sealed class PhaseRow(string name)
{
    private DateTimeOffset? _startedAt;
    private DateTimeOffset _seenAt;
    private PhaseProgress? _progress;

    public string Name => name;

    /// <summary><c>waiting</c>, <c>running</c>, or how it ended: <c>completed cancelled failed skipped</c>.</summary>
    public string State { get; private set; } = "waiting";

    public TimeSpan? Duration { get; private set; }

    /// <summary>Share done, 0 to 1; null while the phase has not said how much there is to do.</summary>
    public double? Share => State == "completed" ? 1 : _progress is { Total: > 0 } progress ? Math.Min(1, (double)progress.Done / progress.Total) : null;

    /// <summary>What the phase says besides its progress: the current line of a load.</summary>
    public string? Detail => _progress?.Detail;

    public void Apply(JournalEntry entry)
    {
        switch (entry.Event)
        {
            case PhaseStarted:
                // A second time where the run was resumed: what the first attempt said is of no account.
                State = "running";
                _startedAt = entry.Timestamp;
                _progress = null;
                Duration = null;
                break;
            case PhaseProgress progress:
                _progress = progress;
                _seenAt = entry.Timestamp;
                break;
            case PhaseEnded ended:
                State = ended.Outcome;
                Duration = TimeSpan.FromMilliseconds(ended.DurationMs);
                break;
            case PhaseSkipped:
                State = "skipped";
                break;
            default:
                break;
        }
    }

    /// <summary><c>120 of 300 sessions</c>; empty before there is progress.</summary>
    public string Done => _progress is { } progress ? $"{Words.Number(progress.Done)} of {Words.Number(progress.Total)} {progress.Unit}" : "";

    /// <summary>Units a second since the phase began; null where that says nothing.</summary>
    public double? Rate => _progress is { Done: > 0 } progress && progress.Unit != "s" && _startedAt is { } started && _seenAt > started ? progress.Done / (_seenAt - started).TotalSeconds : null;

    /// <summary>Time since the phase began, or the time that it took.</summary>
    public TimeSpan? Elapsed(DateTimeOffset now) => Duration ?? (_startedAt is { } started && now > started ? now - started : null);

    /// <summary>Expected rest, from the pace so far; null where there is no pace. Progress in seconds has a pace of its own, however late it began.</summary>
    public TimeSpan? Eta(DateTimeOffset now)
    {
        if (State != "running" || _progress is not { Done: > 0 } progress || _startedAt is not { } started || _seenAt <= started)
        {
            return null;
        }

        var left = progress.Unit == "s" ? TimeSpan.FromSeconds(progress.Total - progress.Done) : (_seenAt - started) * ((double)(progress.Total - progress.Done) / progress.Done);
        var rest = left - (now - _seenAt);
        return rest < TimeSpan.Zero ? TimeSpan.Zero : rest;
    }

    /// <summary>The progress as a sentence: <c>120 of 300 sessions (40 %), 240/s, ETA 1 s</c>.</summary>
    public string Sentence(DateTimeOffset now)
    {
        var parts = new List<string>();
        if (_progress is not null)
        {
            parts.Add(Share is { } share ? $"{Done} ({(int)(share * 100)} %)" : Done);
        }

        if (Rate is { } rate)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{Words.Figure(rate)}/s"));
        }

        if (Detail is { } detail)
        {
            parts.Add(detail);
        }

        if (Eta(now) is { } eta)
        {
            parts.Add($"ETA {Words.Span(eta)}");
        }

        return parts.Count == 0 ? "no progress yet" : string.Join(", ", parts);
    }
}
