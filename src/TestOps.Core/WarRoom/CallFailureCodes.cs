using TestOps.Core.Engines;

namespace TestOps.Core.WarRoom;

/// <summary>Names what calls without an answer have in common: one incident for one cause.</summary>
public static class CallFailureCodes
{
    /// <summary>
    /// The code for failed calls, counted by kind. An engine that nobody reaches any more has died, however its last connections ended; otherwise the most
    /// frequent kind decides, at a tie the one that is declared first.
    /// </summary>
    public static string Of(IReadOnlyDictionary<EngineFailureKind, long> counts) =>
        counts.GetValueOrDefault(EngineFailureKind.Unreachable) > 0 ? IncidentCodes.EngineDied : Of(counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key).First().Key);

    private static string Of(EngineFailureKind kind) => kind switch
    {
        EngineFailureKind.Unreachable => IncidentCodes.EngineDied,
        EngineFailureKind.Timeout => IncidentCodes.EngineTimedOut,
        EngineFailureKind.ConnectionLost => IncidentCodes.EngineConnectionLost,
        EngineFailureKind.MalformedAnswer => IncidentCodes.EngineMalformedAnswer,
        EngineFailureKind.BodyTooLarge => IncidentCodes.EngineAnswerTooLarge,
        EngineFailureKind.RefusedByPolicy => IncidentCodes.TargetRefused,
        _ => IncidentCodes.EngineFailedCalls,
    };
}
