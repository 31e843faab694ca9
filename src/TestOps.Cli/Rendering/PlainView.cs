using TestOps.Core;
using TestOps.Core.Runs;

namespace TestOps.Cli.Rendering;

/// <summary>One line for each event that has a text, for pipes and logs: <c>[time] text</c>; and where a phase stands, every ten seconds.</summary>
internal sealed class PlainView(TextWriter output) : IRunView
{
    /// <summary>How often a phase that says nothing else says where it stands.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly PhaseBoard _board = new();

    public async Task FollowAsync(IRunStore store, RunId runId, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var heartbeat = new Heartbeat(time, HeartbeatInterval, () => WriteProgress(time.GetUtcNow()));
        await foreach (var entry in JournalFollower.FollowAsync(store, runId, 0, time, cancellationToken))
        {
            lock (_lock)
            {
                _board.Apply(entry);
                if (entry.Event.Message is { } message)
                {
                    Write(entry.Timestamp, message);
                }
            }
        }
    }

    private void WriteProgress(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_board.Current is { } phase)
            {
                Write(now, $"{phase.Name}: {phase.Sentence(now)}{(phase.Name == "load" ? Standings(_board.Load) : "")}");
            }
        }
    }

    // A pipe has no place to redraw: what is crossed is named, the rest is counted.
    private static string Standings(LoadSeries load)
    {
        if (load.Thresholds.Count == 0)
        {
            return "";
        }

        var crossed = load.Thresholds.Where(static standing => standing.Holds is false).Select(static standing => $"{standing.Metric} {standing.Expression} ({Words.Figure(standing.Value ?? 0)})").ToList();
        var holding = load.Thresholds.Count(static standing => standing.Holds is true);
        return $", {holding} of {Words.Count(load.Thresholds.Count, "threshold")} hold{(crossed.Count == 0 ? "" : $", crossed: {string.Join("; ", crossed)}")}";
    }

    private void Write(DateTimeOffset at, string text)
    {
        output.Write($"[{Times.ToText(at)}] {SafeText.Of(text)}\n");
        output.Flush();
    }
}
