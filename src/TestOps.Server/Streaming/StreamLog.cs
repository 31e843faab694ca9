using Microsoft.Extensions.Logging;

namespace TestOps.Server.Streaming;

/// <summary>What streams leave in the log.</summary>
internal static partial class StreamLog
{
    [LoggerMessage(5101, LogLevel.Warning, "The stream of run {RunId} was cut: its store failed")]
    public static partial void PumpFailed(ILogger logger, string runId, Exception exception);

    [LoggerMessage(5102, LogLevel.Information, "A subscriber of run {RunId} took nothing for {Limit} s and was cut at event {LastId}; it can resume there")]
    public static partial void SlowReaderCut(ILogger logger, string runId, double limit, long lastId);
}
