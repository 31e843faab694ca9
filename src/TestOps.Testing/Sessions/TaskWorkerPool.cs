using TestOps.Core.Sessions;

namespace TestOps.Testing.Sessions;

/// <summary>Workers on the thread pool, as many as a test asks for.</summary>
public sealed class TaskWorkerPool(int workers) : IWorkerPool
{
    /// <inheritdoc />
    public int Workers => workers;

    /// <inheritdoc />
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
