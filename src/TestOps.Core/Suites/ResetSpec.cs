namespace TestOps.Core.Suites;

/// <summary><c>engine.reset</c>: how the engine's state is made new before every phase and every replay.</summary>
public abstract record ResetSpec
{
    private protected ResetSpec()
    {
    }

    /// <summary>Limit on one reset; 30 s.</summary>
    public TimeSpan Timeout { get; init; } = EngineDefaults.ResetTimeout;
}

/// <summary>A call to the engine, <c>POST /reset</c>; 200 to 399 is a reset.</summary>
public sealed record CallReset(string Method, string Path) : ResetSpec;

/// <summary>A command; exit code 0 is a reset. Its texts are templates, bound at the lease.</summary>
public sealed record CommandReset : ResetSpec
{
    /// <summary>The program and its arguments; no shell is involved.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Variables of the process, as <see cref="StartSpec.Environment"/>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Working directory below the suite's folder; null is that folder itself.</summary>
    public string? Directory { get; init; }
}
