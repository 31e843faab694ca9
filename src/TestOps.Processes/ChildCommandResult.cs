namespace TestOps.Processes;

/// <summary>What a command did that ran to its end, or to its limit.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number where a signal ended it.</param>
/// <param name="TimedOut">Whether it was stopped because its limit had passed.</param>
/// <param name="Output">The last 64 KiB of both its outputs, in the order in which they came.</param>
/// <param name="OutputBytes">How much it printed in all, in bytes.</param>
/// <param name="Elapsed">From start to end.</param>
/// <param name="WasCancelled">Whether it was stopped because its caller asked for that.</param>
/// <param name="ExitSignal">The signal that ended it; null where none did, and where that is not known.</param>
public sealed record ChildCommandResult(int ExitCode, bool TimedOut, string Output, long OutputBytes, TimeSpan Elapsed, bool WasCancelled = false, int? ExitSignal = null)
{
    /// <summary>How it ended, for people: <c>exit code 139 (signal 11)</c>.</summary>
    public string ExitText => ExitWords.Of(ExitCode, ExitSignal);
}
