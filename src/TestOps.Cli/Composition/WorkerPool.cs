using TestOps.Core.Sessions;

namespace TestOps.Cli.Composition;

/// <summary>Workers on the thread pool.</summary>
internal sealed class WorkerPool(int workers) : IWorkerPool
{
    public int Workers => workers;

    public Task RunAsync(int workers, Func<int, CancellationToken, Task> work, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        Enumerable.Range(0, workers),
        new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken },
        (worker, token) => new ValueTask(work(worker, token)));
}
