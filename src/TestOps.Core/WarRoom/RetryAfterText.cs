using System.Globalization;

namespace TestOps.Core.WarRoom;

/// <summary>A <c>Retry-After</c> header in words: it is a number of seconds, or a date.</summary>
public static class RetryAfterText
{
    /// <summary><c>30 s</c>, or <c>until</c> a date; empty without a header, so that its part of a suggestion falls away.</summary>
    public static string Of(string? header) =>
        string.IsNullOrWhiteSpace(header) ? "" : long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? $"{header} s" : $"until {header}";
}
