using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TestOps.Core;
using TestOps.Core.Runs;
using TestOps.Server.Streaming;

namespace TestOps.Server.Runs;

/// <summary>Ties runs to the life of the process: ends or takes over those of dead owners while it lives, and ends its own in good order while clients can still follow them.</summary>
internal sealed class RunHost(RunQueue queue, RunAdoption adoption, FeedHub hub, IRunStore store, RunQueueOptions options, TimeProvider time, ILogger<RunHost> logger) : BackgroundService, IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before the web server stops: runs that wait are left to the next server; the others end by themselves, else they drain, else they are stopped; then streams close.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        queue.Close();
        await HandOverAsync();
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

        // What was accepted while the queue closed.
        await HandOverAsync();
        await hub.CloseAsync();
    }

    private async Task HandOverAsync()
    {
        if (await queue.HandOverAsync() is > 0 and var runs)
        {
            RunLog.RunsHandedOver(logger, runs);
        }
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

            await adoption.AdoptAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The boundary of the loop: a server that stopped looking would leave runs without an owner for ever, and its host would count it as ended. It asks again at the next tick.
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
