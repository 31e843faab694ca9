using Microsoft.Extensions.Logging;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Server.Suites;

namespace TestOps.Server.Runs;

/// <summary>
/// Takes over what a server that is gone left behind: runs that waited go into the queue, and so do those that can go on from a sealed snapshot. A run whose order cannot be carried out any more ends with
/// its cause.
/// </summary>
internal sealed class RunAdoption(RunQueue queue, RunnerEnvironment environment, ISuiteCatalogue catalogue, OrderBaseline baselines, RunQueueOptions options, ILogger<RunAdoption> logger)
{
    /// <summary>A run that this process fails to begin or to end is left to the next one after so many attempts.</summary>
    private const int AttemptsMax = 5;

    private readonly Runner _runner = new(environment);
    private readonly Dictionary<RunId, int> _attempts = [];

    /// <summary>Looks for such runs, the oldest first, and takes those over whose owner is gone.</summary>
    public async Task AdoptAsync(CancellationToken cancellationToken)
    {
        foreach (var run in await environment.Store.ListUnfinishedAsync(cancellationToken))
        {
            if (!queue.IsOpen || !RunRecovery.AwaitsServer(run) || queue.Has(run.RunId) || _attempts.GetValueOrDefault(run.RunId) >= AttemptsMax)
            {
                continue;
            }

            if (await environment.Store.TakeOverAsync(run.RunId, cancellationToken) is { } owner)
            {
                _attempts[run.RunId] = _attempts.GetValueOrDefault(run.RunId) + 1;
                await AdoptAsync(run.RunId, owner, cancellationToken);
            }
        }
    }

    private async Task AdoptAsync(RunId runId, IRunJournal owner, CancellationToken cancellationToken)
    {
        var isQueued = false;
        try
        {
            // As it is now: its former owner may have moved it on after the list was read.
            var run = (await environment.Store.FindAsync(runId, cancellationToken))!;
            if (await TicketOfAsync(run, owner, cancellationToken) is { } ticket)
            {
                queue.Adopt(ticket);
                isQueued = true;
                RunLog.RunTakenOver(logger, runId.ToString(), run.Status.ToText());
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The boundary of this run: whatever is wrong with it must not keep the server from the others.
            RunLog.RunFailed(logger, runId.ToString(), failure);
        }
        finally
        {
            if (!isQueued)
            {
                await owner.DisposeAsync();
            }
        }
    }

    private async Task<RunTicket?> TicketOfAsync(RunRecord run, IRunJournal owner, CancellationToken cancellationToken)
    {
        try
        {
            var order = RunOrder.Restore(run.Request!);
            var request = catalogue.Prepare(catalogue.Suites.FirstOrDefault(suite => order.Suite is null || suite.Name == order.Suite) ?? throw Unregistered(order.Suite!), order.Wishes);
            var timeout = order.Timeout is { } asked && asked < options.TimeoutMax ? asked : options.TimeoutMax;
            if (request.Plan.Suite.Name != run.Suite)
            {
                throw Unregistered(run.Suite);
            }

            request = request with { Baseline = await baselines.FindAsync(order.Baseline, request.Plan, cancellationToken) };
            return new RunTicket(run, owner, request, timeout);
        }
        catch (TestOpsException failure) when (failure is not StoreUnavailableException)
        {
            await EndAsync(run, owner, failure, cancellationToken);
            return null;
        }
    }

    private async Task EndAsync(RunRecord run, IRunJournal owner, TestOpsException failure, CancellationToken cancellationToken)
    {
        if (run.Status == RunStatus.Pending)
        {
            await _runner.FailAsync(run, owner, failure, cancellationToken);
        }
        else
        {
            await _runner.InterruptAsync(run, owner, failure.Message, cancellationToken);
        }

        RunLog.RunNotTakenOver(logger, run.RunId.ToString(), failure.Message);
    }

    private static OrderRefusedException Unregistered(string suite) =>
        new($"this server has no suite '{suite}'", "give testops serve the suite with --suite");
}
