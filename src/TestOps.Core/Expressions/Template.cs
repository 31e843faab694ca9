using System.Runtime.CompilerServices;

namespace TestOps.Core.Expressions;

/// <summary>
/// A string with <c>${...}</c> in it. <c>\${</c> is a literal <c>${</c>. Objects and arrays are rendered as canonical JSON. Immutable and safe for concurrent use.
/// </summary>
public sealed class Template
{
    private const int InlineParts = 8;

    private readonly TemplatePart[] _parts;

    private Template(string text, TemplatePart[] parts)
    {
        Text = text;
        _parts = parts;
        Uses = parts.Aggregate(TokenKinds.None, static (uses, part) => uses | (part.Expression?.Uses ?? 0));
    }

    /// <summary>The template as written.</summary>
    public string Text { get; }

    /// <summary>Whether there is nothing to evaluate.</summary>
    public bool IsConstant => _parts.Length == 1 && _parts[0].Expression is null;

    /// <summary>Its stretches in order: constant text, or the expression of a <c>${...}</c>.</summary>
    public IReadOnlyList<(string Text, bool IsExpression)> Pieces => [.. _parts.Select(static part => part.Expression is { } expression ? (expression.Text, true) : (part.Text, false))];

    /// <summary>Whether an expression in it can see kept values.</summary>
    public bool UsesKept => (Uses & TokenKinds.Kept) != 0;

    /// <summary>What its expressions can see that a record must not show, or could not compare.</summary>
    public TokenKinds Uses { get; }

    /// <summary>Null for a valid template, else what is wrong and what to write.</summary>
    public static string? Validate(string text) => Validation.Of(() => Compile(text));

    /// <summary>Compiles a template.</summary>
    /// <exception cref="ExpressionException">A <c>${</c> is not closed, or its expression is invalid.</exception>
    public static Template Compile(string text, EvaluationPath path = EvaluationPath.Fastest) => new(text, TemplateParser.Parse(text, path));

    /// <summary>The text in <paramref name="scope"/>.</summary>
    /// <exception cref="ExpressionException">A value is undefined or null, an expression threw, or it met a limit.</exception>
    public string Render(ExpressionScope scope)
    {
        if (_parts.Length == 1)
        {
            return TextOf(_parts[0], scope);
        }

        var inline = default(Texts);
        var texts = _parts.Length <= InlineParts ? ((Span<string?>)inline)[.._parts.Length] : new string?[_parts.Length];
        for (var i = 0; i < _parts.Length; i++)
        {
            texts[i] = TextOf(_parts[i], scope);
        }

        return string.Concat(texts);
    }

    /// <summary>
    /// The text in <paramref name="scope"/>, and the same for the record: there an expression that can see anything of <paramref name="tokens"/> stands for its value
    /// (<c>${keep.id}</c>). Everything is evaluated once.
    /// </summary>
    /// <exception cref="ExpressionException">A value is undefined or null, an expression threw, or it met a limit.</exception>
    public string Render(ExpressionScope scope, TokenKinds tokens, out string recorded)
    {
        if ((Uses & tokens) == 0)
        {
            return recorded = Render(scope);
        }

        var texts = new string[_parts.Length];
        var shown = new string[_parts.Length];
        for (var i = 0; i < _parts.Length; i++)
        {
            texts[i] = TextOf(_parts[i], scope);
            shown[i] = _parts[i].Expression is { } expression && (expression.Uses & tokens) != 0 ? expression.Token : texts[i];
        }

        recorded = string.Concat(shown);
        return string.Concat(texts);
    }

    private static string TextOf(TemplatePart part, ExpressionScope scope)
    {
        if (part.Expression is not { } expression)
        {
            return part.Text;
        }

        return ValueWriter.TextOf(expression, scope, expression.Evaluate(scope, ResultForm.Json));
    }

    [InlineArray(InlineParts)]
    private struct Texts
    {
        private string? _first;
    }
}
