using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOps.Load.K6;

/// <summary>Durations as k6 writes them: Go's <c>1m30s</c>, with <c>d</c> for days, or a number of milliseconds.</summary>
internal static class K6Durations
{
    private static readonly (string Unit, double Ticks)[] s_units =
    [
        ("ns", 0.01), ("us", 10), ("µs", 10), ("ms", TimeSpan.TicksPerMillisecond), ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond),
    ];

    /// <summary>Reads a value of k6's options; null where there is none, or none that is a duration.</summary>
    public static TimeSpan? Read(JsonNode? value) => value switch
    {
        JsonValue text when text.GetValueKind() == JsonValueKind.String => Parse(text.GetValue<string>()),
        JsonValue number when number.GetValueKind() == JsonValueKind.Number => TimeSpan.FromMilliseconds(double.Parse(number.ToJsonString(), CultureInfo.InvariantCulture)),
        _ => null,
    };

    private static TimeSpan? Parse(string text)
    {
        var ticks = 0.0;
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var digits = 0;
            while (digits < rest.Length && (char.IsAsciiDigit(rest[digits]) || rest[digits] == '.'))
            {
                digits++;
            }

            if (!double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || UnitOf(rest[digits..]) is not { } unit)
            {
                return null;
            }

            ticks += number * unit.Ticks;
            rest = rest[(digits + unit.Unit.Length)..];
        }

        return text.Length == 0 ? null : TimeSpan.FromTicks((long)ticks);
    }

    private static (string Unit, double Ticks)? UnitOf(ReadOnlySpan<char> text)
    {
        foreach (var unit in s_units)
        {
            if (text.StartsWith(unit.Unit, StringComparison.Ordinal))
            {
                return unit;
            }
        }

        return null;
    }
}
