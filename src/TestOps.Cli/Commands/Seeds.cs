using System.CommandLine.Parsing;
using System.Globalization;

namespace TestOps.Cli.Commands;

/// <summary>Reads seeds: decimal, or hexadecimal after <c>0x</c>.</summary>
internal static class Seeds
{
    public static ulong? Parse(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (ulong.TryParse(isHex ? text[2..] : text, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
        {
            return seed;
        }

        argument.AddError($"--seed takes a number from 0 to {ulong.MaxValue}, or hexadecimal after 0x; was '{text}'");
        return null;
    }
}
