using TestOps.Core.Sessions;

namespace TestOps.Cli.Composition;

/// <summary>Workers on the thread pool.</summary>
internal sealed class WorkerPool(int workers) : IWorkerPool
{
    public int Workers => workers;

    public async Task RunAsync(int workers, Func<int, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = Enumerable.Range(0, workers).Select(worker => Task.Run(() => RunOneAsync(worker, work, stop), CancellationToken.None)).ToArray();
        try
        {
            await Task.WhenAll(running).ConfigureAwait(false);
        }
        catch (Exception) when (running.FirstOrDefault(task => task.IsFaulted) is { } faulted)
        {
            // The failure that stopped the others, not their cancellation.
            await faulted.ConfigureAwait(false);
        }
    }

    private static async Task RunOneAsync(int worker, Func<int, CancellationToken, Task> work, CancellationTokenSource stop)
    {
        try
        {
            await work(worker, stop.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
