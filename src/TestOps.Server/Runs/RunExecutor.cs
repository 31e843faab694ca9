using System.Globalization;
using Microsoft.Extensions.Logging;
using TestOps.Core.Runs;
using TestOps.Core.Verdicts;

namespace TestOps.Server.Runs;

/// <summary>Runs one ticket to its end, whatever happens. The boundary of a run in this process: nothing rises from here.</summary>
internal sealed class RunExecutor(RunnerEnvironment environment, RunQueueOptions options, ILogger<RunExecutor> logger)
{
    private readonly Runner _runner = new(environment);

    public async Task ExecuteAsync(RunTicket ticket)
    {
        try
        {
            await using var timeout = environment.Time.CreateTimer(_ => ticket.Control.Cancel(CancelReason.TimedOut), null, ticket.Timeout, options.DrainFor);

            // Whoever stopped it: a run that has not drained in time is stopped at once.
            await using var bound = ticket.Control.Draining.Register(() => timeout.Change(options.DrainFor, options.DrainFor));
            await using var owner = ticket.Owner;
            if (ticket.IsResumed)
            {
                await _runner.ResumeAsync(ticket.Request, ticket.Control, ticket.Run, owner, string.Create(CultureInfo.InvariantCulture, $"the server process {Environment.ProcessId}"), ticket.Control.Aborting);
            }
            else
            {
                await _runner.RunAsync(ticket.Request, ticket.Control, ticket.Run, owner);
            }
        }
        catch (OperationCanceledException) when (ticket.Control.Aborting.IsCancellationRequested)
        {
            // Stopped at once, as somebody asked; the runner has written the end.
        }
        catch (Exception failure)
        {
            // Its journal has the cause where it could be written; where not, the run has lost its owner just now, and the next recovery ends it.
            RunLog.RunFailed(logger, ticket.RunId.ToString(), failure);
        }
    }
}
