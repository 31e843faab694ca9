namespace TestOps.Processes;

/// <summary>What to start, and how.</summary>
public sealed record ChildProcessOptions
{
    /// <summary>The program: a path, or a name that is looked up in <c>PATH</c>.</summary>
    public required string FileName { get; init; }

    /// <summary>Arguments, each passed as it is; no shell is involved. Default none.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>
    /// Environment of the child. Nothing else is inherited but <see cref="ChildProcessDefaults.InheritedVariables"/>, so that no secret of ours
    /// reaches a child by accident. Default none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Working directory; null takes ours.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Recognises the line of standard output that says the child is ready; null counts it ready as soon as it runs.</summary>
    public Func<string, bool>? IsReadyLine { get; init; }

    /// <summary>Limit on the time from start to the ready line; 30 s.</summary>
    public TimeSpan ReadyTimeout { get; init; } = ChildProcessDefaults.ReadyTimeout;

    /// <summary>Time between the request to end (SIGTERM) and the kill; 5 s.</summary>
    public TimeSpan StopTimeout { get; init; } = ChildProcessDefaults.StopTimeout;

    /// <summary>The clock of both limits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
