using System.Runtime.InteropServices;

namespace TestOps.Processes;

/// <summary>The one signal that .NET cannot send: a request to end.</summary>
internal static class UnixSignal
{
    private const int Terminate = 15;

    /// <summary>Sends SIGTERM; false where there are no signals (Windows) or the process is gone.</summary>
    public static bool TryTerminate(int processId) => !OperatingSystem.IsWindows() && Kill(processId, Terminate) == 0;

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int processId, int signal);
}
