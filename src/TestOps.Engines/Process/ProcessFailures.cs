using System.Globalization;
using TestOps.Core.Engines;

namespace TestOps.Engines.Process;

/// <summary>Failures of calls to a process, with the codes that calls over HTTP have (docs/reference/engines.md).</summary>
internal static class ProcessFailures
{
    private const int GenericCode = 1000;
    private const int TimeoutCode = 1050;
    private const int RefusedCode = 1212;
    private const int ResetCode = 1220;

    public static EngineFailure TimedOut(TimeSpan limit) => new(EngineFailureKind.Timeout, $"no answer within {Seconds(limit)}", TimeoutCode);

    public static EngineFailure BodyTooLarge(long limit) =>
        new(EngineFailureKind.BodyTooLarge, string.Create(CultureInfo.InvariantCulture, $"the body is larger than {limit} bytes"), GenericCode);

    public static EngineFailure CannotSend(string why) => new(EngineFailureKind.InvalidRequest, $"the call cannot be written: {why}", GenericCode);

    public static EngineFailure Broken(DefectMessage defect) => new(EngineFailureKind.MalformedAnswer, $"protocol broken ({defect.Defect}): {defect.Text}", GenericCode);

    public static EngineFailure Lost(string how) => new(EngineFailureKind.ConnectionLost, $"the engine is gone: {how}", ResetCode);

    /// <summary>What calls after the end of a conversation get: the same story, as a refusal where the engine is no more.</summary>
    public static EngineFailure After(EngineFailure end) => end.Kind == EngineFailureKind.ConnectionLost ? new(EngineFailureKind.Unreachable, end.Message, RefusedCode) : end;

    public static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###} s");
}
