namespace TestOps.Processes.Tests;

/// <summary>The stub program, and how long a test waits for what a process should do.</summary>
internal static class Stub
{
    public static readonly string Path = System.IO.Path.Combine(AppContext.BaseDirectory, "TestOps.StubProgram.dll");

    /// <summary>A minute from now: only a hang is that slow.</summary>
    public static CancellationToken Deadline => new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;

    /// <summary>The stub with these arguments; nothing is awaited.</summary>
    public static ChildProcessOptions Options(params string[] arguments) => new() { FileName = "dotnet", Arguments = [Path, .. arguments] };
}
