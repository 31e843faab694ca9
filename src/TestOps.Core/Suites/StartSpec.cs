namespace TestOps.Core.Suites;

/// <summary><c>engine.start</c>: the process that TestOps owns, a fresh one for every phase and every replay. Texts are templates, bound at the lease.</summary>
public sealed record StartSpec
{
    /// <summary>The program and its arguments; no shell is involved.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Variables of the process. Nothing else is inherited but what programs need to run: <c>PATH</c>, <c>HOME</c> and the like.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Path that is asked until it answers 200 to 399; null asks <see cref="EngineSpec.Health"/>, or waits until the port takes connections.</summary>
    public string? Ready { get; init; }

    /// <summary>Limit on the time from start to ready; 30 s.</summary>
    public TimeSpan Timeout { get; init; } = EngineDefaults.StartTimeout;

    /// <summary>Working directory below the suite's folder; null is that folder itself.</summary>
    public string? Directory { get; init; }
}
