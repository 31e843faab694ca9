using TestOps.Core;
using TestOps.Core.Journaling;

namespace TestOps.Load.Tests.Fakes;

/// <summary>A journal that tells the test of each event before it is appended, and may fail there.</summary>
internal sealed class HookedJournal(IRunJournal inner, Action<RunEvent>? before) : IRunJournal
{
    private readonly List<RunEvent> _events = [];

    public RunId RunId => inner.RunId;

    public IReadOnlyList<RunEvent> Events => _events;

    public async Task<JournalEntry> AppendAsync(RunEvent runEvent, CancellationToken cancellationToken)
    {
        before?.Invoke(runEvent);
        var entry = await inner.AppendAsync(runEvent, cancellationToken);

        // What readers get: the event after its way through JSON.
        _events.Add(entry.Event);
        return entry;
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
