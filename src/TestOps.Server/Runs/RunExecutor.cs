using Microsoft.Extensions.Logging;
using TestOps.Core;
using TestOps.Core.Journaling;
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
            await using var owner = ticket.Owner;
            await RunAsync(ticket);
        }
        catch (Exception failure)
        {
            // Its journal has the cause where it could be written; where not, the run has lost its owner just now, and the next recovery ends it.
            RunLog.RunFailed(logger, ticket.RunId.ToString(), failure);
        }
    }

    private async Task RunAsync(RunTicket ticket)
    {
        try
        {
            await _runner.RunAsync(ticket.Request, ticket.Control, ticket.Run, ticket.Owner);
        }
        catch (OperationCanceledException) when (ticket.Control.Aborting.IsCancellationRequested)
        {
            await EndStoppedAsync(ticket);
        }
    }

    /// <summary>Ends a run that was stopped at once: its phases wrote nothing more, so its end is written here.</summary>
    private async Task EndStoppedAsync(RunTicket ticket)
    {
        var reason = ticket.Control.Reason ?? CancelReason.User;
        var exitCode = reason switch { CancelReason.TimedOut => ExitCode.TimedOut, CancelReason.Terminated => ExitCode.Terminated, _ => ExitCode.Cancelled };
        try
        {
            var ended = await ticket.Owner.AppendAsync(new RunEnded(RunStatus.Cancelled.ToText(), (int)exitCode, null, "stopped at once; what was recorded until then is kept"), CancellationToken.None);
            var run = await environment.Store.FindAsync(ticket.RunId, CancellationToken.None) ?? ticket.Run;
            await environment.Store.UpdateAsync(RunRecovery.Finish(run, ended), ticket.Owner, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            // It had written its end already, and was stopped before its row followed: the recovery completes such rows.
        }
    }
}
