using System.Globalization;
using System.Text;

namespace TestOps.Core.Suites;

/// <summary>
/// Durations as suites and options write them: <c>500ms</c>, <c>2s</c>, <c>1m30s</c>, <c>1.5s</c>, <c>1h</c>, <c>0</c>. Units in falling order, each at
/// most once; whole microseconds; at most 365 days.
/// </summary>
public static class DurationText
{
    /// <summary>The longest duration: 365 days.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    private static readonly (string Name, long Ticks)[] Units =
    [
        ("h", TimeSpan.TicksPerHour),
        ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond),
        ("ms", TimeSpan.TicksPerMillisecond),
        ("us", TimeSpan.TicksPerMicrosecond),
    ];

    /// <summary>Reads a duration. False with the reason in <paramref name="problem"/> where the text is none.</summary>
    public static bool TryParse(string text, out TimeSpan duration, out string problem)
    {
        duration = TimeSpan.Zero;
        problem = "";
        if (text == "0")
        {
            return true;
        }

        var rest = text.AsSpan();
        var unit = 0;
        decimal ticks = 0;
        while (rest.Length > 0 && problem.Length == 0)
        {
            var number = TakeWhile(ref rest, static c => char.IsAsciiDigit(c) || c == '.');
            var name = TakeWhile(ref rest, static c => !char.IsAsciiDigit(c) && c != '.');
            problem = Add(number, name, ref unit, ref ticks);
        }

        if (text.Length == 0)
        {
            problem = "it is empty";
        }
        else if (text[0] == '-')
        {
            problem = "it is negative";
        }

        duration = problem.Length == 0 ? TimeSpan.FromTicks((long)ticks) : TimeSpan.Zero;
        return problem.Length == 0;
    }

    /// <summary>The shortest text of a duration of at least 0: <c>1m30s</c>. <see cref="TryParse"/> reads it back; below a microsecond it is cut.</summary>
    public static string Format(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        var text = new StringBuilder();
        var ticks = duration.Ticks;
        foreach (var (name, size) in Units)
        {
            if (ticks >= size)
            {
                text.Append(CultureInfo.InvariantCulture, $"{ticks / size}{name}");
                ticks %= size;
            }
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }

    private static string Add(ReadOnlySpan<char> number, ReadOnlySpan<char> name, ref int unit, ref decimal ticks)
    {
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            return "a number is missing before the unit";
        }

        if (name.IsEmpty)
        {
            return "it has no unit";
        }

        var found = IndexOf(name);
        if (found < 0)
        {
            return $"'{name}' is not a unit";
        }

        if (found < unit)
        {
            return "units must fall, each at most once";
        }

        unit = found + 1;
        if (value > Longest.Ticks || ticks + (value * Units[found].Ticks) > Longest.Ticks)
        {
            return "it is longer than 365 days";
        }

        ticks += value * Units[found].Ticks;
        return ticks % TimeSpan.TicksPerMicrosecond == 0 ? "" : "it is finer than a microsecond";
    }

    private static int IndexOf(ReadOnlySpan<char> name)
    {
        for (var index = 0; index < Units.Length; index++)
        {
            if (name.SequenceEqual(Units[index].Name))
            {
                return index;
            }
        }

        return -1;
    }

    private static ReadOnlySpan<char> TakeWhile(ref ReadOnlySpan<char> rest, Func<char, bool> predicate)
    {
        var length = 0;
        while (length < rest.Length && predicate(rest[length]))
        {
            length++;
        }

        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}
