using System.Globalization;

namespace TestOps.Processes.Guarding;

/// <summary>What a guard tells its parent, in its first line: the process id of the command, or the error number with which the system refused to start it.</summary>
internal readonly record struct GuardReport(int CommandId, int Error)
{
    public static GuardReport Parse(string line)
    {
        var numbers = line.Split(' ');
        return new GuardReport(int.Parse(numbers[0], CultureInfo.InvariantCulture), int.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    /// <summary>The second line, when the command has ended: the number of the signal that ended it, or 0. An exit code above 128 does not tell.</summary>
    public static string EndLine(int signal) => string.Create(CultureInfo.InvariantCulture, $"{signal}\n");

    /// <summary>Reads the second line: the signal; null for none.</summary>
    public static int? ParseEnd(string? line) => int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var signal) && signal > 0 ? signal : null;

    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{CommandId} {Error}\n");
}
