using TestOps.Core;
using TestOps.Core.Verdicts;
using TestOps.Server.Access;
using TestOps.Server.Problems;

namespace TestOps.Server.Runs;

/// <summary>The runs of this server: a bounded queue, and so many at a time. Each has a task, which <see cref="RunHost"/> awaits on shutdown. Safe for concurrent use.</summary>
internal sealed class RunQueue(RunExecutor executor, RunQueueOptions options) : IActiveRuns
{
    private readonly Lock _lock = new();
    private readonly List<RunTicket> _waiting = [];
    private readonly Dictionary<RunId, RunTicket> _active = [];
    private int _running;
    private int _reserved;
    private bool _isClosed;

    public bool HasActiveRuns => Locked(() => _active.Count + _reserved > 0);

    /// <summary>Whether new runs are taken.</summary>
    public bool IsOpen => Locked(() => !_isClosed);

    /// <summary>The runs that wait or go on.</summary>
    public IReadOnlyList<RunTicket> Active => Locked(() => _active.Values.OrderBy(ticket => ticket.RunId).ToList());

    /// <summary>Holds a place for a run that is about to be created; <see cref="Enqueue"/> takes it, <see cref="Release"/> gives it back.</summary>
    /// <exception cref="ApiProblemException">The queue is full, or the server goes down.</exception>
    public void Reserve()
    {
        lock (_lock)
        {
            RefuseWhenClosed();
            if (_active.Count + _reserved >= options.ConcurrentRuns + options.QueueLimit)
            {
                throw new ApiProblemException(ProblemKind.QueueFull, FormattableString.Invariant($"{_waiting.Count} runs are waiting already"))
                {
                    RetryAfter = 10,
                    Hint = "wait for a run to end, or cancel one: POST /tests/cancel/{run_id}",
                };
            }

            _reserved++;
        }
    }

    public void Release() => Locked(() => _reserved--);

    /// <summary>Takes the reserved place with a run that the store has.</summary>
    public void Enqueue(RunTicket ticket)
    {
        lock (_lock)
        {
            _reserved--;
            Add(ticket);
        }
    }

    /// <summary>Takes a run that another server has accepted before: there is room for it, whatever waits here.</summary>
    public void Adopt(RunTicket ticket)
    {
        lock (_lock)
        {
            Add(ticket);
        }
    }

    /// <summary>Whether a run waits or goes on here.</summary>
    public bool Has(RunId runId) => Locked(() => _active.ContainsKey(runId));

    /// <summary>Place in the queue from 1; null for a run that does not wait here.</summary>
    public int? PositionOf(RunId runId) => Locked(() => _waiting.FindIndex(ticket => ticket.RunId == runId) is >= 0 and var index ? index + 1 : default(int?));

    /// <summary>
    /// Stops a run in two stages: the first call drains it, later ones stop it at once. Answers when the journal has it, since the next server must not go on with a run of which somebody was told that it
    /// stops. Null for a run that is none of this server's.
    /// </summary>
    public async Task<CancelStage?> CancelAsync(RunId runId, CancellationToken cancellationToken)
    {
        if (Locked(() => _active.GetValueOrDefault(runId)) is not { } ticket || Cancel(ticket, CancelReason.User) is not { } stage)
        {
            return null;
        }

        await ticket.TellStopAsync(stage, cancellationToken);
        return stage;
    }

    /// <summary>Takes and starts no more runs from here on.</summary>
    public void Close() => Locked(() => _isClosed = true);

    /// <summary>Lets go of the runs that wait, so that the next server can take them over. Only after <see cref="Close"/>.</summary>
    public async Task<int> HandOverAsync()
    {
        List<RunTicket> waiting;
        lock (_lock)
        {
            waiting = [.. _waiting];
            _waiting.Clear();
            foreach (var ticket in waiting)
            {
                ticket.IsHandedOver = true;
                _active.Remove(ticket.RunId);
            }
        }

        foreach (var ticket in waiting)
        {
            await ticket.Owner.DisposeAsync();
        }

        return waiting.Count;
    }

    /// <summary>The next stage of every run that is left.</summary>
    public void CancelAll()
    {
        foreach (var ticket in Active)
        {
            Cancel(ticket, CancelReason.Terminated);
        }
    }

    /// <exception cref="ApiProblemException">The server goes down.</exception>
    public void RefuseWhenClosed()
    {
        if (!IsOpen)
        {
            throw new ApiProblemException(ProblemKind.ShuttingDown, "the server is shutting down and takes no new runs") { RetryAfter = 10 };
        }
    }

    // Null for a run that was handed over meanwhile: it is the next server's to stop.
    private CancelStage? Cancel(RunTicket ticket, CancelReason reason)
    {
        var stage = ticket.Control.Reason is null ? CancelStage.Draining : CancelStage.Stopping;

        // Outside of the lock: whatever waits for the token goes on in here.
        ticket.Control.Cancel(reason);
        lock (_lock)
        {
            if (ticket.IsHandedOver)
            {
                return null;
            }

            // A run that waits ends as every cancelled run does, with a journal and a verdict; it needs no slot for that.
            if (_waiting.Remove(ticket))
            {
                _running++;
                ticket.Execution = ExecuteAsync(ticket);
            }
        }

        return stage;
    }

    // Also where the server goes down meanwhile: then the run waits until it is handed over.
    private void Add(RunTicket ticket)
    {
        _active.Add(ticket.RunId, ticket);
        _waiting.Add(ticket);
        StartNext();
    }

    /// <summary>Starts what may be started; under the lock.</summary>
    private void StartNext()
    {
        while (!_isClosed && _running < options.ConcurrentRuns && _waiting.Count > 0)
        {
            var ticket = _waiting[0];
            _waiting.RemoveAt(0);
            _running++;
            ticket.Execution = ExecuteAsync(ticket);
        }
    }

    private async Task ExecuteAsync(RunTicket ticket)
    {
        // Off the caller's stack: it holds the lock.
        await Task.Yield();
        try
        {
            await executor.ExecuteAsync(ticket);
        }
        finally
        {
            lock (_lock)
            {
                _running--;
                _active.Remove(ticket.RunId);
                StartNext();
            }
        }
    }

    private T Locked<T>(Func<T> work)
    {
        lock (_lock)
        {
            return work();
        }
    }
}
