using TestOps.Core;
using TestOps.Core.Journaling;

namespace TestOps.Server.Streaming;

/// <summary>A journal that tells the hub after each commit.</summary>
internal sealed class ObservedJournal(IRunJournal inner, FeedHub hub) : IRunJournal
{
    public IRunJournal Inner => inner;

    public RunId RunId => inner.RunId;

    public async Task<JournalEntry> AppendAsync(RunEvent runEvent, CancellationToken cancellationToken)
    {
        var entry = await inner.AppendAsync(runEvent, cancellationToken);
        hub.Nudge(RunId);
        return entry;
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
