using System.Globalization;

namespace TestOps.Processes.Guarding;

/// <summary>What a guard tells its parent, in one line: the process id of the command, or the error number with which the system refused to start it.</summary>
internal readonly record struct GuardReport(int CommandId, int Error)
{
    public static GuardReport Parse(string line)
    {
        var numbers = line.Split(' ');
        return new GuardReport(int.Parse(numbers[0], CultureInfo.InvariantCulture), int.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{CommandId} {Error}\n");
}
