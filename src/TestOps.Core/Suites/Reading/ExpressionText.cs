using System.Text.RegularExpressions;

namespace TestOps.Core.Suites.Reading;

/// <summary>
/// Finds the names that expressions use, such as <c>data.prompts</c>, by their text. It sees plain member access only: what it misses fails at run
/// time with a message of its own, and what it finds is really there.
/// </summary>
internal static partial class ExpressionText
{
    /// <summary>The expressions within <c>${...}</c>; <c>\${</c> opens none.</summary>
    public static IEnumerable<string> ExpressionsOf(string template)
    {
        var open = template.IndexOf("${", StringComparison.Ordinal);
        while (open >= 0)
        {
            var isEscaped = open > 0 && template[open - 1] == '\\';
            var close = isEscaped ? open + 2 : EndOf(template, open + 2);
            if (!isEscaped)
            {
                yield return template[(open + 2)..close];
            }

            open = template.IndexOf("${", close, StringComparison.Ordinal);
        }
    }

    /// <summary>Root, member and field of each access: <c>("data", "prompts", "question")</c>; the field is empty where none follows.</summary>
    public static IEnumerable<(string Root, string Member, string Field)> NamesOf(string expression)
        => Access().Matches(expression).Where(static match => match.Groups["root"].Success)
            .Select(static match => (match.Groups["root"].Value, match.Groups["member"].Value, match.Groups["field"].Value));

    private static int EndOf(string template, int start)
    {
        var depth = 1;
        var quote = '\0';
        for (var index = start; index < template.Length; index++)
        {
            var c = template[index];
            if (quote != '\0')
            {
                index += c == '\\' ? 1 : 0;
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '\'' or '"' or '`')
            {
                quote = c;
            }
            else if (c is '{' or '}')
            {
                depth += c == '{' ? 1 : -1;
                if (depth == 0)
                {
                    return index;
                }
            }
        }

        return template.Length;
    }

    [GeneratedRegex("""'(\\.|[^'\\])*'|"(\\.|[^"\\])*"|`(\\.|[^`\\])*`|(?<![\w$.\])])(?<root>data|env|vars|engine|keep)\s*(\?\.|\.)\s*(?<member>[A-Za-z_$][\w$]*)(\s*(\?\.|\.)\s*(?<field>[A-Za-z_$][\w$]*))?""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Access();
}
