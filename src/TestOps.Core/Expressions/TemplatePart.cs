using System.Buffers;

namespace TestOps.Core.Expressions;

/// <summary>A stretch of a template: constant text, or an expression.</summary>
internal sealed class TemplatePart
{
    private readonly byte[] _content;

    public TemplatePart(string text)
    {
        Text = text;
        var output = new ArrayBufferWriter<byte>();
        JsonText.WriteContent(output, text);
        _content = output.WrittenSpan.ToArray();
    }

    public TemplatePart(ParsedExpression expression)
    {
        Text = "";
        _content = [];
        Expression = expression;
    }

    /// <summary>The constant text.</summary>
    public string Text { get; }

    /// <summary>The constant text as the inside of a JSON string.</summary>
    public ReadOnlySpan<byte> Content => _content;

    /// <summary>The expression; null for constant text.</summary>
    public ParsedExpression? Expression { get; }
}
