namespace TestOps.Core.Sessions;

/// <summary>Runs work in parallel; injected, so that Core and Sim start no threads of their own.</summary>
public interface IWorkerPool
{
    /// <summary>How many workers keep the machine busy; at least 1.</summary>
    int Workers { get; }

    /// <summary>Runs <paramref name="work"/> once for each worker number (0..workers-1) and awaits all; the first failure cancels the rest and is thrown.</summary>
    Task RunAsync(int workers, Func<int, CancellationToken, Task> work, CancellationToken cancellationToken);
}
