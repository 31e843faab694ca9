using System.Globalization;

namespace TestOps.Core.Runs;

/// <summary>Wall time as stores keep it: UTC, to the millisecond, so that what an append returns equals what is read back.</summary>
public static class StoredTime
{
    /// <summary>The form of stored columns; its ordinal order is the order in time.</summary>
    public const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private const string SecondsFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>The time in UTC, cut to the millisecond.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMillisecond));
    }

    /// <summary>The stored form: <c>2026-11-23T02:50:12.345Z</c>.</summary>
    public static string ToText(DateTimeOffset time) => time.ToUniversalTime().ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>The form for people and logs: <c>2026-11-23T02:50:12Z</c>.</summary>
    public static string ToSecondsText(DateTimeOffset time) => time.ToUniversalTime().ToString(SecondsFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads the stored form.</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.ParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
