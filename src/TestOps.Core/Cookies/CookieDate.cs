using System.Globalization;

namespace TestOps.Core.Cookies;

/// <summary>Dates of cookies, which are written in many ways (RFC 6265, 5.1.1).</summary>
internal static class CookieDate
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>The instant, or null where the text is no date.</summary>
    public static DateTimeOffset? Parse(string text)
    {
        TimeSpan? time = null;
        int? day = null;
        int? month = null;
        int? year = null;
        foreach (var token in text.Split([' ', '\t', ',', ';', '-', '/'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (time is null && TimeOf(token) is { } seen)
            {
                time = seen;
            }
            else if (day is null && NumberOf(token, 1, 2) is { } dayOfMonth)
            {
                day = dayOfMonth;
            }
            else if (month is null && token.Length >= 3 && Array.IndexOf(Months, token[..3].ToLowerInvariant()) is >= 0 and var index)
            {
                month = index + 1;
            }
            else if (year is null && NumberOf(token, 2, 4) is { } number)
            {
                year = number + (number is >= 70 and <= 99 ? 1900 : number is >= 0 and <= 69 ? 2000 : 0);
            }
        }

        return (year, month, day, time) is ({ } y, { } m, { } d, { } t) && y is >= 1601 and <= 9999 && d >= 1 && d <= DateTime.DaysInMonth(y, m)
            ? new DateTimeOffset(y, m, d, 0, 0, 0, TimeSpan.Zero) + t
            : null;
    }

    private static TimeSpan? TimeOf(string token)
    {
        var parts = token.Split(':');
        return parts.Length == 3 && NumberOf(parts[0], 1, 2) is <= 23 and var hours && NumberOf(parts[1], 1, 2) is <= 59 and var minutes && NumberOf(parts[2], 1, 2) is <= 59 and var seconds
            ? new TimeSpan(hours, minutes, seconds)
            : null;
    }

    private static int? NumberOf(string token, int digitsMin, int digitsMax) =>
        token.Length >= digitsMin && token.Length <= digitsMax && int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
