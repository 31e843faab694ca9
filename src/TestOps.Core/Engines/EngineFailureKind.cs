namespace TestOps.Core.Engines;

/// <summary>The ways in which a call gets no answer.</summary>
public enum EngineFailureKind
{
    /// <summary>No connection: refused, unresolvable, unreachable.</summary>
    Unreachable,

    /// <summary>No complete answer in time.</summary>
    Timeout,

    /// <summary>The connection broke before the answer was complete.</summary>
    ConnectionLost,

    /// <summary>The answer is not valid HTTP, or breaks a stated limit on headers.</summary>
    MalformedAnswer,

    /// <summary>The body is larger than the limit.</summary>
    BodyTooLarge,

    /// <summary>The target policy refuses the address.</summary>
    RefusedByPolicy,

    /// <summary>The call cannot be put on the wire: a line break in a header, no HTTP method.</summary>
    InvalidRequest,
}
