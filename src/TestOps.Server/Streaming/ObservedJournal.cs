using TestOps.Core;
using TestOps.Core.Journaling;

namespace TestOps.Server.Streaming;

/// <summary>A journal that tells the hub after each commit.</summary>
internal sealed class ObservedJournal(IRunJournal inner, FeedHub hub) : IRunJournal
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IRunJournal Inner => inner;

    /// <summary>Completes when this owner has committed its first event.</summary>
    public Task Begun => _begun.Task;

    public RunId RunId => inner.RunId;

    public async Task<JournalEntry> AppendAsync(RunEvent runEvent, CancellationToken cancellationToken)
    {
        var entry = await inner.AppendAsync(runEvent, cancellationToken);
        _begun.TrySetResult();
        hub.Nudge(RunId);
        return entry;
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
