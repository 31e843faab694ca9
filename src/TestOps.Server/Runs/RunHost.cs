using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TestOps.Core;
using TestOps.Core.Runs;
using TestOps.Server.Streaming;

namespace TestOps.Server.Runs;

/// <summary>Ties runs to the life of the process: recovers those of dead owners while it lives, and ends its own in good order while clients can still follow them.</summary>
internal sealed class RunHost(RunQueue queue, FeedHub hub, IRunStore store, RunQueueOptions options, TimeProvider time, ILogger<RunHost> logger) : BackgroundService, IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before the web server stops: runs end by themselves, else they drain, else they are stopped; then streams close.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        queue.Close();
        RunLog.ShuttingDown(logger, queue.Active.Count, options.FinishFor.TotalSeconds);
        if (!await EndWithinAsync(options.FinishFor))
        {
            queue.CancelAll();
            if (!await EndWithinAsync(options.DrainFor))
            {
                queue.CancelAll();
                await EndedAsync();
            }
        }

        await hub.CloseAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.RecoverEvery, time);
        try
        {
            do
            {
                await RecoverAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    private async Task RecoverAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var runId in await store.RecoverAsync(cancellationToken))
            {
                hub.Nudge(runId);
                RunLog.RunInterrupted(logger, runId.ToString());
            }
        }
        catch (TestOpsException failure)
        {
            RunLog.RecoveryFailed(logger, failure);
        }
    }

    private async Task<bool> EndWithinAsync(TimeSpan limit)
    {
        try
        {
            await EndedAsync().WaitAsync(limit, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private Task EndedAsync() => Task.WhenAll(queue.Active.Select(ticket => ticket.Execution));
}
