using TestOps.Core.Clocks;
using TestOps.Core.Secrets;
using TestOps.Core.Traces;

namespace TestOps.Core.Sessions;

/// <summary>How sessions are run.</summary>
public sealed class SessionOptions
{
    /// <summary>Whether outcomes carry a <see cref="Traces.StepRecord"/>.</summary>
    public bool Records { get; init; }

    /// <summary>
    /// Whether records are for people to read, and never for a trace: then requests show values kept by earlier steps, and the engine's address; secrets stay hidden.
    /// </summary>
    public bool ShowsKept { get; init; }

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

    /// <summary>Port of the engine, for <c>${engine.port}</c> in variables; null where it has none.</summary>
    public int? EnginePort { get; init; }

    /// <summary>Where the engine listens, for the scope of cookies; null takes <c>http://localhost/</c>.</summary>
    public Uri? BaseAddress { get; init; }

    /// <summary>Whether a poll is content with its first answer: for rehearsals, in which nothing answers as expected.</summary>
    public bool PollsOnce { get; init; }

    /// <summary>Environment variables for <c>${env.NAME}</c>, and what must not be recorded; nothing by default.</summary>
    public RunSecrets Secrets { get; init; } = RunSecrets.None;

    /// <summary>The cookies of sessions that keep them; the same object for all of them.</summary>
    internal CookieExchange Cookies => field ??= new CookieExchange(keeps: true, BaseAddress);

    /// <summary>Numbers the calls in the order of dispatch, or lets them wait for their turns. Null for controlled engines.</summary>
    public IDispatcher? Dispatcher { get; init; }
}
