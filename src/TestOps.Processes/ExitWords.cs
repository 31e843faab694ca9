using System.Globalization;

namespace TestOps.Processes;

/// <summary>How a process ended, for people.</summary>
internal static class ExitWords
{
    /// <summary><c>exit code 3</c>, and <c>exit code 139 (signal 11)</c> where a signal is known to have ended it.</summary>
    public static string Of(int exitCode, int? signal) =>
        string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode}{(signal is { } number ? string.Create(CultureInfo.InvariantCulture, $" (signal {number})") : "")}");
}
