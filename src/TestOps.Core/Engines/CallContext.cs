using TestOps.Core.Clocks;

namespace TestOps.Core.Engines;

/// <summary>Who calls: the same object for all calls of a session, its step number moves. Nothing in it differs between run and replay but <see cref="Replay"/>.</summary>
public sealed class CallContext
{
    private long _session;

    /// <summary>Session number, from 0.</summary>
    public required long Session { get => _session; init => _session = value; }

    /// <summary>The session's clock: virtual for controlled engines.</summary>
    public required SessionClock Clock { get; init; }

    /// <summary>Replay number; 0 is the recorded run.</summary>
    public int Replay { get; init; }

    /// <summary>Step number within the session, from 1.</summary>
    public int Step { get; set; }

    /// <summary>Another session begins. Only where nobody looks back at the one before.</summary>
    internal void Restart(long session)
    {
        (_session, Step) = (session, 0);
        Clock.Restart();
    }
}
