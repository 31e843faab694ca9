namespace TestOps.Processes;

/// <summary>Defaults and limits of child processes.</summary>
public static class ChildProcessDefaults
{
    /// <summary>Limit on the time to ready: 30 s.</summary>
    public static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Time between the request to end and the kill: 5 s.</summary>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How much of each output is kept, in bytes: the last 64 KiB.</summary>
    public const int OutputTailBytes = 64 * 1024;

    /// <summary>How long a killed child may take to be gone, and its output to end, before we stop waiting: 5 s.</summary>
    public static readonly TimeSpan KillTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Pause between two questions of a ready probe: 20 ms at first, twice as long each time, up to <see cref="ProbePauseMax"/>.</summary>
    public static readonly TimeSpan ProbePause = TimeSpan.FromMilliseconds(20);

    /// <summary>Longest pause between two questions of a ready probe: 500 ms.</summary>
    public static readonly TimeSpan ProbePauseMax = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Variables that a child inherits: where programs, the home, temporary files and the .NET runtime are. Everything else must be listed.
    /// </summary>
    public static IReadOnlyList<string> InheritedVariables { get; } =
        ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64", "SystemRoot", "USERPROFILE"];
}
