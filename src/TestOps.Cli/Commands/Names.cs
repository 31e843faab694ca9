using System.CommandLine.Parsing;

namespace TestOps.Cli.Commands;

/// <summary>Refuses names that are not short and plain.</summary>
internal static class Names
{
    private const int LengthMax = 40;

    public static void Short(OptionResult option)
    {
        var name = option.Tokens.Count > 0 ? option.Tokens[^1].Value : null;
        if (name is not null && (name.Length is 0 or > LengthMax || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')))
        {
            option.AddError($"{option.IdentifierToken?.Value} takes 1 to {LengthMax} letters, digits, '-', '_' and '.'; was '{name}'");
        }
    }
}
