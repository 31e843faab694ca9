namespace TestOps.Core.Engines;

/// <summary>Why a call got no answer. A finding, not an exception: it is counted, recorded and judged.</summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="Message">What happened, with the values seen; no host-specific stack.</param>
/// <param name="ErrorCode">k6's error code (1050 timeout, 1212 refused, 1220 reset, 1000 generic ...).</param>
public sealed record EngineFailure(EngineFailureKind Kind, string Message, int ErrorCode);
