using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;

namespace TestOps.Cli.Rendering;

/// <summary>One line for each event that has a text, for pipes and logs: <c>[time] text</c>.</summary>
internal sealed class PlainView(TextWriter output) : IRunView
{
    public async Task FollowAsync(IRunStore store, RunId runId, TimeProvider time, CancellationToken cancellationToken)
    {
        await foreach (var entry in JournalFollower.FollowAsync(store, runId, 0, time, cancellationToken))
        {
            if (entry.Event.Message is { } message)
            {
                await output.WriteLineAsync($"[{Times.ToText(entry.Timestamp)}] {message}");
            }
        }
    }
}
