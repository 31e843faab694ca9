using System.Globalization;

namespace TestOps.Cli.Rendering;

/// <summary>Numbers and spans of time in words.</summary>
internal static class Words
{
    /// <summary><c>1,234</c>.</summary>
    public static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary><c>1 session</c>, <c>20 sessions</c>.</summary>
    public static string Count(long count, string noun) => $"{Number(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>Three significant digits at most: <c>0.12</c>, <c>3.4</c>, <c>128</c>.</summary>
    public static string Figure(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.#", CultureInfo.InvariantCulture),
        >= 0.01 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };

    /// <summary><c>340 ms</c>, <c>4.2 s</c>, <c>2 min 3 s</c>, <c>1 h 5 min</c>.</summary>
    public static string Span(TimeSpan span) => span.TotalSeconds switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalMilliseconds} ms"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(span.TotalSeconds * 10) / 10:0.#} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes} min {span.Seconds} s"),
        < 172_800 => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalDays} days"),
    };

    /// <summary>A share of 0 to 1 in per cent, floored to one decimal, so that 100 means all.</summary>
    public static string Share(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 1000) / 10:0.#} %");

    /// <summary>How much of the answers was compared; null is nothing.</summary>
    public static string Compared(double? share) => share is { } some ? $"{Share(some)} of the leaves of the answers" : "nothing";
}
