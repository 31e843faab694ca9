using TestOps.Core.Sessions;

namespace TestOps.Testing.Sessions;

/// <summary>Workers on the thread pool, as many as a test asks for.</summary>
public sealed class TaskWorkerPool(int workers) : IWorkerPool
{
    /// <inheritdoc />
    public int Workers => workers;

    /// <inheritdoc />
    public Task RunAsync(int workers, Func<int, CancellationToken, Task> work, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        Enumerable.Range(0, workers),
        new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken },
        (worker, token) => new ValueTask(work(worker, token)));
}
