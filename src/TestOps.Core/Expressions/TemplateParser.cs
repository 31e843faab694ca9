using System.Text;

namespace TestOps.Core.Expressions;

/// <summary>Splits a template into its parts.</summary>
internal static class TemplateParser
{
    private const string Opening = "${";

    /// <summary>The parts of <paramref name="text"/>: at least one, constant texts joined.</summary>
    /// <exception cref="ExpressionException">A <c>${</c> is not closed, or its expression is invalid.</exception>
    public static TemplatePart[] Parse(string text, EvaluationPath path)
    {
        var parts = new List<TemplatePart>();
        var constant = new StringBuilder();
        for (var position = 0; position < text.Length;)
        {
            var opening = text.IndexOf(Opening, position, StringComparison.Ordinal);
            if (opening < 0)
            {
                constant.Append(text, position, text.Length - position);
                break;
            }

            if (opening > position && text[opening - 1] == '\\')
            {
                constant.Append(text, position, opening - 1 - position).Append(Opening);
                position = opening + Opening.Length;
                continue;
            }

            constant.Append(text, position, opening - position);
            Flush(constant, parts);
            parts.Add(new TemplatePart(ParseExpression(text, opening + Opening.Length, path, out position)));
        }

        if (constant.Length > 0 || parts.Count == 0)
        {
            parts.Add(Constant(constant.ToString()));
        }

        return [.. parts];
    }

    // The expression ends at the first brace before which the text parses: a brace inside a string or an object literal does not.
    private static ParsedExpression ParseExpression(string text, int start, EvaluationPath path, out int next)
    {
        ExpressionException? firstProblem = null;
        for (var closing = text.IndexOf('}', start); closing >= 0; closing = text.IndexOf('}', closing + 1))
        {
            try
            {
                next = closing + 1;
                return ExpressionParser.Parse(text[start..closing].Trim(), path);
            }
            catch (ExpressionException problem)
            {
                firstProblem ??= problem;
            }
        }

        throw firstProblem ?? new ExpressionException(text[start..], ExpressionFailure.Syntax, "the ${ is not closed", "close it with }, or write \\${ for the two characters themselves");
    }

    private static void Flush(StringBuilder constant, List<TemplatePart> parts)
    {
        if (constant.Length > 0)
        {
            parts.Add(Constant(constant.ToString()));
            constant.Clear();
        }
    }

    private static TemplatePart Constant(string text)
    {
        try
        {
            return new TemplatePart(text);
        }
        catch (FormatException error)
        {
            throw new ExpressionException(text, ExpressionFailure.Syntax, error.Message, "write well-formed Unicode", error);
        }
    }
}
