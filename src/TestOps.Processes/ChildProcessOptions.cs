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

    /// <summary>The guard that the child runs under; null starts it without one. Not used on Windows.</summary>
    public GuardCommand? Guard { get; init; }

    /// <summary>What the child finds on its standard input; <see cref="ChildInput.HeldOpen"/>.</summary>
    public ChildInput Input { get; init; }

    /// <summary>Whether standard error is kept together with standard output, in the order in which they came, in <see cref="ChildProcess.OutputTail"/>; false.</summary>
    public bool JoinsOutputs { get; init; }

    /// <summary>Gets each line of standard error without its end, cut to 64 KiB, one at a time; null for nobody. It must be quick: the child waits behind it.</summary>
    public Action<string>? OnErrorLine { get; init; }

    /// <summary>Recognises the line of standard output that says the child is ready; null waits for none. Not with <see cref="ChildInput.Dialogue"/>.</summary>
    public Func<string, bool>? IsReadyLine { get; init; }

    /// <summary>
    /// Asked after the ready line, again and again (20 ms apart at first, 500 ms in the end), until it answers null; null asks nothing. With neither, the child
    /// counts as ready as soon as it runs.
    /// </summary>
    public ReadyProbe? Probe { get; init; }

    /// <summary>Limit on the time from start to ready; 30 s.</summary>
    public TimeSpan ReadyTimeout { get; init; } = ChildProcessDefaults.ReadyTimeout;

    /// <summary>Time between the request to end (SIGTERM) and the kill; 5 s.</summary>
    public TimeSpan StopTimeout { get; init; } = ChildProcessDefaults.StopTimeout;

    /// <summary>The clock of all limits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What messages call the command; null takes program and arguments. A caller whose arguments hold a secret gives a text without it.</summary>
    public string? DisplayText { get; init; }

    internal string Text => DisplayText ?? string.Join(' ', Arguments.Prepend(FileName));
}
