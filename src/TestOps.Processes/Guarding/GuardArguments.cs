using System.Globalization;

namespace TestOps.Processes.Guarding;

/// <summary>What the parent tells its guard: <c>CONTROL REPORT PARENT GRACE_MS -- COMMAND ARGS</c>, the first two being descriptors of pipes.</summary>
internal sealed record GuardArguments(int Control, int Report, int Parent, int GraceMs, IReadOnlyList<string> Command)
{
    private const string Separator = "--";
    private const int Numbers = 4;

    /// <summary>Reads what <see cref="ToList"/> wrote; null where it is something else.</summary>
    public static GuardArguments? Parse(string[] arguments)
    {
        var numbers = new int[Numbers];
        for (var index = 0; index < Numbers; index++)
        {
            if (index >= arguments.Length || !int.TryParse(arguments[index], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[index]))
            {
                return null;
            }
        }

        return arguments.Length > Numbers + 1 && arguments[Numbers] == Separator
            ? new GuardArguments(numbers[0], numbers[1], numbers[2], numbers[3], arguments[(Numbers + 1)..])
            : null;
    }

    public List<string> ToList() => [Text(Control), Text(Report), Text(Parent), Text(GraceMs), Separator, .. Command];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
