using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace TestOps.Core.Suites.Reading;

/// <summary>Types of a plain scalar in YAML 1.2's core schema (section 10.3.2): <c>yes</c> is text, <c>0o17</c> is 15.</summary>
internal static partial class CoreSchema
{
    public static ScalarKind KindOf(ScalarNode node)
    {
        if (!node.IsPlain)
        {
            return ScalarKind.Text;
        }

        return node.Text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
            "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Boolean,
            _ when NotFinite().IsMatch(node.Text) => ScalarKind.NotFinite,
            _ when Whole().IsMatch(node.Text) => ScalarKind.Whole,
            _ when Decimal().IsMatch(node.Text) => ScalarKind.Decimal,
            _ => ScalarKind.Text,
        };
    }

    public static bool BooleanOf(ScalarNode node) => node.Text[0] is 't' or 'T';

    /// <summary>The value of a whole number of at most 400 characters; null beyond.</summary>
    public static BigInteger? WholeOf(ScalarNode node)
    {
        var text = node.Text;
        if (text.Length > 400)
        {
            return null;
        }

        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return BigInteger.Parse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }

        return text.StartsWith("0o", StringComparison.Ordinal)
            ? text[2..].Aggregate(BigInteger.Zero, static (value, digit) => (value * 8) + (digit - '0'))
            : BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    /// <summary>The number as JSON writes it, digits kept; null where a double cannot hold its magnitude.</summary>
    public static string? JsonNumberOf(ScalarNode node)
    {
        if (KindOf(node) == ScalarKind.Whole)
        {
            var whole = WholeOf(node);
            return whole is null || !double.IsFinite((double)whole.Value) ? null : whole.Value.ToString(CultureInfo.InvariantCulture);
        }

        if (node.Text.Length > 400 || !double.IsFinite(double.Parse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture)))
        {
            return null;
        }

        var parts = Decimal().Match(node.Text);
        var whole0 = parts.Groups["whole"].Value.TrimStart('0');
        var fraction = parts.Groups["fraction"].Value;
        var sign = node.Text[0] == '-' ? "-" : "";
        return $"{sign}{(whole0.Length == 0 ? "0" : whole0)}{(fraction.Length == 0 ? "" : "." + fraction)}{parts.Groups["exponent"].Value}";
    }

    [GeneratedRegex(@"^([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[-+]?(?=\.?[0-9])(?<whole>[0-9]*)(\.(?<fraction>[0-9]*))?(?<exponent>[eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z", RegexOptions.CultureInvariant)]
    private static partial Regex NotFinite();
}
