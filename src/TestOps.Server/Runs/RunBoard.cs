using TestOps.Core;
using TestOps.Core.Runs;

namespace TestOps.Server.Runs;

/// <summary>Folds of the runs that were asked for last, so that a poll reads what is new and not the whole journal. At most <see cref="Capacity"/> are kept.</summary>
internal sealed class RunBoard(IRunStore store)
{
    public const int Capacity = 64;

    private readonly Lock _lock = new();
    private readonly LinkedList<RunId> _recent = [];
    private readonly Dictionary<RunId, Slot> _slots = [];

    /// <summary>Reads a run's fold under its lock, brought up to date.</summary>
    public async Task<T> ReadAsync<T>(RunId runId, Func<RunFold, T> read, CancellationToken cancellationToken)
    {
        var slot = Take(runId);
        await slot.Turn.WaitAsync(cancellationToken);
        try
        {
            while (!slot.Fold.HasEnded)
            {
                var page = await store.ReadAsync(runId, slot.Fold.LastSequence, PageLimits.Max, cancellationToken);
                foreach (var entry in page)
                {
                    slot.Fold.Add(entry);
                }

                if (page.Count < PageLimits.Max)
                {
                    break;
                }
            }

            return read(slot.Fold);
        }
        finally
        {
            slot.Turn.Release();
        }
    }

    private Slot Take(RunId runId)
    {
        lock (_lock)
        {
            if (_slots.TryGetValue(runId, out var slot))
            {
                _recent.Remove(slot.Node);
                _recent.AddFirst(slot.Node);
                return slot;
            }

            slot = new Slot(_recent.AddFirst(runId));
            _slots.Add(runId, slot);
            if (_slots.Count > Capacity)
            {
                _slots.Remove(_recent.Last!.Value);
                _recent.RemoveLast();
            }

            return slot;
        }
    }

    // Not disposed when it leaves the board: somebody may still wait on it, and it holds no handle.
    private sealed class Slot(LinkedListNode<RunId> node)
    {
        public LinkedListNode<RunId> Node => node;

        public SemaphoreSlim Turn { get; } = new(1, 1);

        public RunFold Fold { get; } = new();
    }
}
