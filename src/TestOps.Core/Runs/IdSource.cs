using System.Diagnostics.CodeAnalysis;

namespace TestOps.Core.Runs;

/// <summary>Where ids come from; injected, so that tests choose them.</summary>
public sealed class IdSource
{
    private readonly Func<Guid> _next;

    /// <summary>Creates a source over <paramref name="next"/>, which must give a new UUIDv7 each time.</summary>
    public IdSource(Func<Guid> next) => _next = next;

    /// <summary>A new id.</summary>
    public RunId NextRunId() => new(_next());
}
