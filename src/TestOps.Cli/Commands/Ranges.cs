using System.CommandLine.Parsing;
using System.Globalization;

namespace TestOps.Cli.Commands;

/// <summary>Refuses numbers outside of a range, with the value seen and the limit.</summary>
internal static class Ranges
{
    public static Action<OptionResult> Whole(long min, long max) => option => Check(option, text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max, $"a whole number from {min} to {max}");

    public static Action<OptionResult> Positive(double max) => option => Check(option, text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 && value <= max, string.Create(CultureInfo.InvariantCulture, $"a number above 0, at most {max}"));

    private static void Check(OptionResult option, Func<string, bool> isInside, string limit)
    {
        if (option.Tokens.Count > 0 && !isInside(option.Tokens[^1].Value))
        {
            option.AddError($"{option.IdentifierToken?.Value} takes {limit}; was '{option.Tokens[^1].Value}'");
        }
    }
}
