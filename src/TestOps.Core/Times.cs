using System.Globalization;

namespace TestOps.Core;

/// <summary>The printed form of instants: <c>YYYY-MM-DDTHH:MM:SSZ</c>.</summary>
public static class Times
{
    /// <summary>An instant in UTC, cut to the second.</summary>
    public static string ToText(DateTimeOffset instant) => instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
