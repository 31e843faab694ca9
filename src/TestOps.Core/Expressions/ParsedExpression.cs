using System.Buffers;
using TestOps.Core.Expressions.Compiled;
using TestOps.Core.Expressions.Scripting;

namespace TestOps.Core.Expressions;

/// <summary>A parsed expression: compiled where that is possible, and prepared for the interpreter. Shared by all workers.</summary>
internal sealed class ParsedExpression(string text, Node? compiled, PreparedScript script)
{
    private readonly byte[] _token = TokenOf(text);

    /// <summary>The expression as written.</summary>
    public string Text => text;

    /// <summary>Whether it can see kept values.</summary>
    public bool UsesKept => (Uses & TokenKinds.Kept) != 0;

    /// <summary>What it can see that a record must not show, or could not compare.</summary>
    public TokenKinds Uses { get; } = UsesOf(script);

    /// <summary>Whether it can see the root <paramref name="name"/> of the scope.</summary>
    public bool Reads(string name) => script.Names(name) || script.Names("globalThis");

    /// <summary>What stands for the value where values are not comparable: the expression itself, as it is written in a template.</summary>
    public string Token => $"${{{text}}}";

    /// <summary><see cref="Token"/> as the inside of a JSON string.</summary>
    public ReadOnlySpan<byte> TokenContent => _token;

    /// <summary>
    /// Evaluates in <paramref name="scope"/>. False with <paramref name="reason"/> where JavaScript would throw and the compiled form knows it: failing
    /// checks are frequent in a broken engine, and exceptions are slow.
    /// </summary>
    /// <exception cref="ExpressionException">The interpreter threw or met a limit.</exception>
    public bool TryEvaluate(ExpressionScope scope, ResultForm form, out ExpressionValue value, out string? reason)
    {
        reason = null;
        if (compiled is null)
        {
            value = script.Evaluate(text, scope, form);
            return true;
        }

        switch (EvaluateCompiled(compiled, scope, out value))
        {
            case Outcome.Decided when value.Kind != ValueKind.Opaque || form == ResultForm.Truth:
                return true;
            case Outcome.Failed:
                reason = value.Text;
                return false;
            default:
                value = script.Evaluate(text, scope, form);
                return true;
        }
    }

    /// <summary>Evaluates in <paramref name="scope"/>.</summary>
    /// <exception cref="ExpressionException">There is no value.</exception>
    public ExpressionValue Evaluate(ExpressionScope scope, ResultForm form)
        => TryEvaluate(scope, form, out var value, out var reason) ? value : throw Failed(scope, reason!);

    /// <summary>The failure for a value that is of no use where it stands, with the names that the scope has.</summary>
    public ExpressionException Failed(ExpressionScope scope, string reason, Exception? innerException = null)
        => new(text, ExpressionFailure.Value, reason, ScopeNaming.Hint(scope), innerException);

    private static TokenKinds UsesOf(PreparedScript script) => script.Names("globalThis")
        ? TokenKinds.Kept | TokenKinds.Environment | TokenKinds.Variables | TokenKinds.Headers
        : (script.Names("headers") ? TokenKinds.Headers : 0) | (script.Names("keep") ? TokenKinds.Kept : 0) | (script.Names("env") ? TokenKinds.Environment : 0) | (script.Names("vars") ? TokenKinds.Variables : 0);

    private static byte[] TokenOf(string text)
    {
        var output = new ArrayBufferWriter<byte>();
        JsonText.WriteContent(output, $"${{{text}}}");
        return output.WrittenSpan.ToArray();
    }

    private static Outcome EvaluateCompiled(Node compiled, ExpressionScope scope, out ExpressionValue value)
    {
        try
        {
            return compiled.Evaluate(scope, out value);
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json refuses to compare names and strings with lone surrogates; JavaScript does not. Nothing else in a node throws it, and the
            // interpreter would throw it again.
            value = default;
            return Outcome.Undecided;
        }
    }
}
