using TestOps.Core;
using TestOps.Core.Journaling;

namespace TestOps.Store.Files;

/// <summary>A journal whose incidents get their line in the war-room log.</summary>
internal sealed class WarRoomJournal(IRunJournal inner, WarRoomLog log) : IRunJournal
{
    public IRunJournal Inner => inner;

    public RunId RunId => inner.RunId;

    public async Task<JournalEntry> AppendAsync(RunEvent runEvent, CancellationToken cancellationToken)
    {
        var entry = await inner.AppendAsync(runEvent, cancellationToken).ConfigureAwait(false);
        if (entry.Event is IncidentOpened incident)
        {
            log.Append(RunId, entry.Timestamp, incident);
        }

        return entry;
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
