using TestOps.Core.Clocks;

namespace TestOps.Core.Engines;

/// <summary>Who calls: the same object for all calls of a session, its step number moves. Nothing in it differs between run and replay but <see cref="Replay"/>.</summary>
public sealed class CallContext
{
    /// <summary>Session number, from 0.</summary>
    public required long Session { get; init; }

    /// <summary>The session's clock: virtual for controlled engines.</summary>
    public required SessionClock Clock { get; init; }

    /// <summary>Replay number; 0 is the recorded run.</summary>
    public int Replay { get; init; }

    /// <summary>Step number within the session, from 1.</summary>
    public int Step { get; set; }
}
