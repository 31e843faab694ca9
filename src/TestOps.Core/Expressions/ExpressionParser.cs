using Acornima;
using Jint;
using JintEngine = Jint.Engine;
using TestOps.Core.Expressions.Compiled;
using TestOps.Core.Expressions.Scripting;

namespace TestOps.Core.Expressions;

/// <summary>Reads the text of one expression.</summary>
internal static class ExpressionParser
{
    /// <summary>Longest expression, in UTF-16 units.</summary>
    public const int MaxLength = 10_000;

    private static readonly ScriptPreparationOptions s_preparation = ScriptPreparationOptions.Default with
    {
        CollectReferencedGlobals = true,
        ParsingOptions = ScriptParsingOptions.Default with { RegexTimeout = ScriptLimits.RegexTimeout },
    };

    /// <summary>Reads <paramref name="text"/>.</summary>
    /// <exception cref="ExpressionException">It is no expression, or it names what is not in scope.</exception>
    public static ParsedExpression Parse(string text, EvaluationPath path)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw Problem(text, "it is empty", "write a JavaScript expression, for example: body.metrics.failed === 0");
        }

        if (text.Length > MaxLength)
        {
            throw Problem(text, $"it has {text.Length} characters, the limit is {MaxLength}", "compute less in the suite, or split it into several checks");
        }

        try
        {
            var tree = new Parser().ParseExpression(text, null, true);
            var script = JintEngine.PrepareScript($"(\n{text}\n)", null, true, s_preparation);
            RefuseUnknownNames(text, script.ReferencedGlobals!);
            return new ParsedExpression(text, path == EvaluationPath.Fastest ? new NodeCompiler(text).Compile(tree) : null, new PreparedScript(script));
        }
        catch (ParseErrorException error)
        {
            throw Problem(text, $"it is no JavaScript expression: {error.Error.Description} at character {error.Error.Index + 1}", "write one expression, without statements and semicolons", error);
        }
        catch (ScriptPreparationException error)
        {
            throw Problem(text, $"it is no JavaScript expression: {error.Message}", "write one expression, without statements and semicolons", error);
        }
    }

    private static void RefuseUnknownNames(string text, ReferencedGlobals names)
    {
        foreach (var name in names)
        {
            if (!ScopeNames.Roots.Contains(name) && !ScopeNames.Globals.Contains(name))
            {
                throw Problem(text, $"'{name}' is not in scope", $"in scope are: {ScopeNames.RootsText}; and JavaScript's own objects but for clocks and locales");
            }
        }
    }

    private static ExpressionException Problem(string text, string reason, string hint, Exception? innerException = null)
        => new(text, ExpressionFailure.Syntax, reason, hint, innerException);
}
