namespace TestOps.Engines.Toron;

/// <summary>The faults that can be planted (docs/reference/engines.md).</summary>
public enum ToronFaultKind
{
    /// <summary>The hidden counter is shared by all sessions, outlives leases and touches cached answers: a warm engine.</summary>
    Counter,

    /// <summary>One call in ten takes 1.5 s longer.</summary>
    Latency,

    /// <summary>One call in ten is answered 500.</summary>
    Error,

    /// <summary>The value at a pointer differs between instances.</summary>
    Drift,

    /// <summary>The JSON type at a pointer differs between instances.</summary>
    Type,

    /// <summary>The order of <c>uncertainty_flags</c> differs between instances, as with Python's hash seed.</summary>
    HashOrder,

    /// <summary>Calls beyond a number in one minute are answered 429.</summary>
    RateLimit,

    /// <summary>One answer in ten is not JSON.</summary>
    Garbage,

    /// <summary>One call in ten is never answered.</summary>
    Hang,

    /// <summary>The engine dies after a number of calls.</summary>
    Die,
}
