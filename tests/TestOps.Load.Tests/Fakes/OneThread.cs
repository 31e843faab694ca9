using System.Collections.Concurrent;

namespace TestOps.Load.Tests.Fakes;

/// <summary>Lets users begin one after the other on a thread of their own, as a loop of the load does: one that never waits keeps the others from it.</summary>
internal sealed class OneThread : IDisposable
{
    private readonly BlockingCollection<TaskCompletionSource> _turns = [];

    public OneThread() => new Thread(Run) { IsBackground = true }.Start();

    public Task TurnAsync()
    {
        var turn = new TaskCompletionSource();
        _turns.Add(turn);
        return turn.Task;
    }

    /// <summary>Ends the thread, from whatever thread: a test may go on on this one.</summary>
    public void Dispose() => _turns.CompleteAdding();

    private void Run()
    {
        foreach (var turn in _turns.GetConsumingEnumerable())
        {
            turn.SetResult();
        }

        _turns.Dispose();
    }
}
