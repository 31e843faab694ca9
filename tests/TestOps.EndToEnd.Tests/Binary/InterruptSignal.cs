using System.Globalization;
using System.Runtime.InteropServices;

namespace TestOps.EndToEnd.Tests.Binary;

/// <summary>
/// Gives SIGINT its default meaning back. A shell starts its background jobs with SIGINT ignored, every child inherits that, and a program that ignores it from
/// its start never hears of Ctrl-C: under <c>test.sh</c> the tests of Ctrl-C would test nothing.
/// </summary>
internal static class InterruptSignal
{
    private const int Number = 2;
    private const string StatusFile = "/proc/self/status";
    private const string Field = "SigIgn:";

    private static readonly Lock Once = new();

    /// <summary>For this process and all that it starts from now on. Does nothing where SIGINT is not ignored.</summary>
    public static void StopIgnoring()
    {
        lock (Once)
        {
            if (IsIgnored())
            {
                _ = SetHandler(Number, nint.Zero);
            }
        }
    }

    private static bool IsIgnored()
    {
        if (!File.Exists(StatusFile))
        {
            return false;
        }

        var mask = File.ReadLines(StatusFile).First(line => line.StartsWith(Field, StringComparison.Ordinal))[Field.Length..].Trim();
        return (ulong.Parse(mask, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) & (1UL << (Number - 1))) != 0;
    }

    [DllImport("libc", EntryPoint = "signal")]
    private static extern nint SetHandler(int signal, nint handler);
}
