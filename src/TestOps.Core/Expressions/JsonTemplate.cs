using System.Buffers;
using System.Text.Json.Nodes;

namespace TestOps.Core.Expressions;

/// <summary>
/// A JSON body whose strings are templates. A string that is exactly one <c>${...}</c> keeps the JSON type of its value, null included. Keys are constants.
/// Immutable and safe for concurrent use.
/// </summary>
public sealed class JsonTemplate
{
    private readonly JsonTemplatePart[] _parts;

    private JsonTemplate(JsonTemplatePart[] parts)
    {
        _parts = parts;
        Uses = parts.Aggregate(TokenKinds.None, static (uses, part) => uses | (part.Expression?.Uses ?? 0));
    }

    /// <summary>Whether there is nothing to evaluate.</summary>
    public bool IsConstant => _parts.Length == 1 && _parts[0].Expression is null;

    /// <summary>Whether an expression in it can see kept values.</summary>
    public bool UsesKept => (Uses & TokenKinds.Kept) != 0;

    /// <summary>What its expressions can see that a record must not show, or could not compare.</summary>
    public TokenKinds Uses { get; }

    /// <summary>Null for a valid body, else what is wrong and what to write.</summary>
    public static string? Validate(JsonNode? node) => Validation.Of(() => Compile(node));

    /// <summary>Compiles a body; null is JSON's null.</summary>
    /// <exception cref="ExpressionException">A string is no valid template, or a key is one.</exception>
    public static JsonTemplate Compile(JsonNode? node, EvaluationPath path = EvaluationPath.Fastest)
    {
        var compiler = new JsonTemplateCompiler(path);
        compiler.Add(node);
        return new JsonTemplate(compiler.Finish());
    }

    /// <summary>Writes the body in <paramref name="scope"/> as canonical JSON (RFC 8785).</summary>
    /// <exception cref="ExpressionException">A value is undefined, or null inside a longer string; an expression threw, or it met a limit.</exception>
    public void Write(ExpressionScope scope, IBufferWriter<byte> output)
    {
        foreach (var part in _parts)
        {
            part.Write(scope, output);
        }
    }

    /// <summary>
    /// Writes the body, and the same for the record: there an expression that can see anything of <paramref name="tokens"/> stands for its value, as a string
    /// (<c>"${keep.id}"</c>). Everything is evaluated once.
    /// </summary>
    /// <exception cref="ExpressionException">As for the other overload.</exception>
    public void Write(ExpressionScope scope, TokenKinds tokens, IBufferWriter<byte> output, IBufferWriter<byte> recorded)
    {
        foreach (var part in _parts)
        {
            part.Write(scope, tokens, output, recorded);
        }
    }
}
