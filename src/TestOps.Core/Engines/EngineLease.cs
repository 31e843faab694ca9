using TestOps.Core.Suites;

namespace TestOps.Core.Engines;

/// <summary>An engine made ready for one phase or one replay. Disposing it ends what the lease started.</summary>
public abstract class EngineLease : IAsyncDisposable
{
    /// <summary>How much a replay over this lease proves.</summary>
    public abstract EvidenceClass Evidence { get; }

    /// <summary>Whether no earlier phase or replay has touched the instance.</summary>
    public abstract bool IsFresh { get; }

    /// <summary>The same in words, for people: <c>a fresh in-process instance per session</c>, <c>a warm engine at http://...</c>.</summary>
    public abstract string Freshness { get; }

    /// <summary>The engine's own version, or null where it does not say.</summary>
    public abstract string? Version { get; }

    /// <summary>Where the engine listens; null for an engine without an address.</summary>
    public abstract Uri? BaseAddress { get; }

    /// <summary>
    /// Host and port that tell one engine from another, for incidents; empty where it has no address, or one that is another in every lease: the same defect must keep its fingerprint.
    /// </summary>
    public virtual string Host => BaseAddress?.Authority ?? "";

    /// <summary>Headers that the lease adds to every call, resolved. They are never recorded.</summary>
    public virtual IReadOnlyList<Header> Headers => [];

    /// <summary>Limit on a response body in bytes.</summary>
    public virtual long MaxBodyBytes => EngineDefaults.MaxBodyBytes;

    /// <summary>Limit on the duration of one call.</summary>
    public virtual TimeSpan Timeout => EngineDefaults.Timeout;

    /// <summary>The client for a world. Controlled engines give every session an instance of its own; others share one client. Called by several workers at a time.</summary>
    public abstract IEngineClient ClientFor(long session);

    /// <summary>Returns the engine to its initial state where the engine can do that; otherwise does nothing and answers false.</summary>
    public virtual Task<bool> ResetAsync(CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>How the engine's own process ended, with its last words; null while it runs, and for an engine that TestOps has not started.</summary>
    public virtual Task<string?> EndOfProcessAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
