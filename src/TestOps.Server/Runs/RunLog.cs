using Microsoft.Extensions.Logging;

namespace TestOps.Server.Runs;

/// <summary>What runs leave in the log.</summary>
internal static partial class RunLog
{
    [LoggerMessage(5201, LogLevel.Error, "Run {RunId} failed outside of its phases")]
    public static partial void RunFailed(ILogger logger, string runId, Exception exception);

    [LoggerMessage(5202, LogLevel.Information, "Shutting down with {Runs} active run(s); they have {Seconds} s to end by themselves")]
    public static partial void ShuttingDown(ILogger logger, int runs, double seconds);

    [LoggerMessage(5203, LogLevel.Warning, "Run {RunId} had lost its owner and is INTERRUPTED now")]
    public static partial void RunInterrupted(ILogger logger, string runId);

    [LoggerMessage(5204, LogLevel.Error, "Runs that lost their owner could not be looked for")]
    public static partial void RecoveryFailed(ILogger logger, Exception exception);

    [LoggerMessage(5205, LogLevel.Information, "Run {RunId} was left behind as {Status} by a server that is gone; it is taken over")]
    public static partial void RunTakenOver(ILogger logger, string runId, string status);

    [LoggerMessage(5206, LogLevel.Warning, "Run {RunId} was left behind by a server that is gone and cannot be carried out any more: {Cause}")]
    public static partial void RunNotTakenOver(ILogger logger, string runId, string cause);

    [LoggerMessage(5207, LogLevel.Information, "{Runs} waiting run(s) stay PENDING for the next server")]
    public static partial void RunsHandedOver(ILogger logger, int runs);
}
