using TestOps.Core;

namespace TestOps.Processes;

/// <summary>A child process did not start, or did not become ready.</summary>
public sealed class ChildProcessException : TestOpsException
{
    /// <summary>Creates the failure of <paramref name="program"/>.</summary>
    public ChildProcessException(string program, int? exitCode, string message, string hint, Exception? innerException = null)
        : base("PROCESS.START_FAILED", message, hint, innerException)
    {
        Program = program;
        ProcessExitCode = exitCode;
    }

    /// <summary>The program as it was started, with its arguments.</summary>
    public string Program { get; }

    /// <summary>Its exit code where it ended by itself; null otherwise.</summary>
    public int? ProcessExitCode { get; }
}
