using TestOps.Core.Clocks;
using TestOps.Core.Traces;

namespace TestOps.Core.Sessions;

/// <summary>How sessions are run.</summary>
public sealed class SessionOptions
{
    /// <summary>Whether outcomes carry a <see cref="Traces.StepRecord"/>.</summary>
    public bool Records { get; init; }

    /// <summary>Whether think time is spent: in virtual time it moves the clock, in wall time it waits. False skips it in wall time; virtual clocks always move.</summary>
    public bool SpendsThink { get; init; }

    /// <summary>Replay number; 0 is the recorded run.</summary>
    public int Replay { get; init; }

    /// <summary>The clock of a session.</summary>
    public required Func<SessionClock> Clock { get; init; }

    /// <summary>Wall time, for waiting.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Base address of the engine without a trailing slash; null where it has none.</summary>
    public string? EngineBase { get; init; }

    /// <summary>Reads an environment variable for <c>${env.NAME}</c>.</summary>
    public Func<string, string?> Environment { get; init; } = static _ => null;

    /// <summary>Numbers the calls in the order of dispatch, or lets them wait for their turns. Null for controlled engines.</summary>
    public IDispatcher? Dispatcher { get; init; }
}
