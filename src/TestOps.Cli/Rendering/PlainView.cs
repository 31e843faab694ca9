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
                Write(now, $"{phase.Name}: {phase.Sentence(now)}");
            }
        }
    }

    private void Write(DateTimeOffset at, string text)
    {
        output.Write($"[{Times.ToText(at)}] {SafeText.Of(text)}\n");
        output.Flush();
    }
}
