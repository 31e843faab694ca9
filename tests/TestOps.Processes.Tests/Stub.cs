namespace TestOps.Processes.Tests;

/// <summary>The stub program, and how long a test waits for what a process should do.</summary>
internal static class Stub
{
    public static readonly string Path = System.IO.Path.Combine(AppContext.BaseDirectory, "TestOps.StubProgram.dll");

    /// <summary>The guard that every executable of ours can be.</summary>
    public static GuardCommand Guard { get; } = GuardCommand.Of("dotnet", [Path]);

    /// <summary>A minute from now: only a hang is that slow.</summary>
    public static CancellationToken Deadline => new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;

    /// <summary>The stub with these arguments; nothing is awaited.</summary>
    public static ChildProcessOptions Options(params string[] arguments) => new() { FileName = "dotnet", Arguments = [Path, .. arguments] };

    /// <summary>A shell script under the guard, in <paramref name="folder"/>.</summary>
    public static ChildProcessOptions Script(string text, string? folder = null) => new() { FileName = "/bin/sh", Arguments = ["-c", text], WorkingDirectory = folder, Guard = Guard };
}
