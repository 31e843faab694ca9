using System.Globalization;

namespace TestOps.Core.Suites.Reading;

/// <summary>Sizes: bytes, or a whole number with <c>KiB</c>, <c>MiB</c> or <c>GiB</c>.</summary>
internal static class SizeText
{
    private static readonly (string Name, long Bytes)[] Units = [("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10), ("", 1)];

    public static bool TryParse(string text, out long bytes)
    {
        var (name, size) = Units.First(unit => text.EndsWith(unit.Name, StringComparison.Ordinal));
        var isNumber = long.TryParse(text.AsSpan(0, text.Length - name.Length).TrimEnd(' '), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var isSmallEnough = number <= long.MaxValue / size;
        bytes = isNumber && isSmallEnough ? number * size : 0;
        return isNumber && isSmallEnough;
    }

    public static string Format(long bytes)
    {
        var (name, size) = Units.First(unit => unit.Bytes == 1 || (bytes >= unit.Bytes && bytes % unit.Bytes == 0));
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / size}{name}");
    }
}
