namespace TestOps.Sim.Replaying;

/// <summary>Lets calls go in the order of the recorded dispatch, whichever sessions they belong to. Safe for concurrent use.</summary>
internal sealed class DispatchGate
{
    private readonly Lock _lock = new();
    private readonly long[] _turns;
    private readonly HashSet<long> _released = [];
    private readonly Dictionary<long, TaskCompletionSource> _waiting = [];
    private int _next;

    /// <summary>Creates a gate; <paramref name="orders"/> are the recorded numbers of all calls to come, rising.</summary>
    public DispatchGate(IEnumerable<long> orders) => _turns = [.. orders];

    /// <summary>Waits until every earlier call has gone or was released; the caller releases its own when it has gone.</summary>
    public async ValueTask WaitAsync(long order, CancellationToken cancellationToken)
    {
        Task? turn = null;
        lock (_lock)
        {
            if (_next < _turns.Length && _turns[_next] < order)
            {
                var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add(order, waiting);
                turn = waiting.Task;
            }
        }

        if (turn is not null)
        {
            await turn.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Lets every call go that waits or comes: no order can be kept any more.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _next = _turns.Length;
            foreach (var waiting in _waiting.Values)
            {
                waiting.SetResult();
            }

            _waiting.Clear();
        }
    }

    /// <summary>The call has gone, or will never come.</summary>
    public void Release(long order)
    {
        lock (_lock)
        {
            if (_next >= _turns.Length || order < _turns[_next])
            {
                return;
            }

            _released.Add(order);
            while (_next < _turns.Length && _released.Remove(_turns[_next]))
            {
                _next++;
            }

            if (_next < _turns.Length && _waiting.Remove(_turns[_next], out var next))
            {
                next.SetResult();
            }
        }
    }
}
