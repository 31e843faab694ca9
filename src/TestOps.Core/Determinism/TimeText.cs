using System.Globalization;
using System.Text;

namespace TestOps.Core.Determinism;

/// <summary>Reads time stamps as answers write them: RFC 3339 and its relatives, HTTP dates, and counts since 1970 in s, ms, us or ns.</summary>
internal static class TimeText
{
    private const int LengthMax = 64;

    // Which unit a count has follows from its size: from 2001 to 2286 they do not overlap.
    private static readonly (char Form, decimal Start, decimal TicksPerUnit)[] Counts =
    [
        ('s', 1_000_000_000m, TimeSpan.TicksPerSecond),
        ('m', 1_000_000_000_000m, TimeSpan.TicksPerMillisecond),
        ('u', 1_000_000_000_000_000m, TimeSpan.TicksPerMicrosecond),
        ('n', 1_000_000_000_000_000_000m, 0.01m),
    ];

    /// <summary>Reads a value, given as canonical JSON: its form (one letter) and the instant in ticks of 100 ns; false for anything else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> canonicalJson, out char form, out long ticks)
    {
        form = '\0';
        ticks = 0;
        if (canonicalJson.Length is < 3 or > LengthMax)
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(canonicalJson);
        return text[0] == '"' ? TryText(text[1..^1], out form, out ticks) : char.IsAsciiDigit(text[0]) && TryCount(text, out form, out ticks);
    }

    private static bool TryText(string text, out char form, out long ticks)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var isRead = DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, utc, out var time);
        form = 'h';
        if (!isRead && text.Length >= 19 && text[4] == '-' && text[7] == '-' && text[10] is 'T' or 't' or ' ' && text[13] == ':' && text[16] == ':')
        {
            form = 'i';
            isRead = DateTimeOffset.TryParse(AtMostTicks(text), CultureInfo.InvariantCulture, utc, out time);
        }

        ticks = time.UtcTicks;
        return isRead;
    }

    // More than seven digits of a fraction are finer than a tick.
    private static string AtMostTicks(string text)
    {
        var end = 20;
        while (text.Length > 19 && text[19] == '.' && end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end > 27 ? text[..27] + text[end..] : text;
    }

    private static bool TryCount(string text, out char form, out long ticks)
    {
        form = '\0';
        ticks = 0;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        foreach (var (letter, start, ticksPerUnit) in Counts)
        {
            if (count >= start && count < 10 * start && count * ticksPerUnit < long.MaxValue / 2)
            {
                form = letter;
                ticks = DateTime.UnixEpoch.Ticks + (long)(count * ticksPerUnit);
                return true;
            }
        }

        return false;
    }
}
