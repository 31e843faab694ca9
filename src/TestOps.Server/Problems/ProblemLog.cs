using Microsoft.Extensions.Logging;

namespace TestOps.Server.Problems;

/// <summary>What requests leave in the log.</summary>
internal static partial class ProblemLog
{
    [LoggerMessage(5001, LogLevel.Error, "{Method} at {Endpoint} failed")]
    public static partial void RequestFailed(ILogger logger, string method, string endpoint, Exception exception);
}
