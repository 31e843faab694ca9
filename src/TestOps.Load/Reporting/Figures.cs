using System.Globalization;

namespace TestOps.Load.Reporting;

/// <summary>Numbers for people: three decimals, or as many as a small number needs to be told from 0.</summary>
internal static class Figures
{
    public static string Of(double value, string contains) => contains switch
    {
        "time" => $"{Plain(value)} ms",
        "data" => $"{Plain(value)} bytes",
        _ => Plain(value),
    };

    private static string Plain(double value)
    {
        var decimals = value == 0 || Math.Abs(value) >= 0.001 ? 3 : Math.Min(15, 2 - (int)Math.Floor(Math.Log10(Math.Abs(value))));
        return Math.Round(value, decimals).ToString("0.###############", CultureInfo.InvariantCulture);
    }
}
