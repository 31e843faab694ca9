using System.Buffers;

namespace TestOps.Core.Expressions;

/// <summary>A stretch of a JSON body: constant bytes, a value, or a value inside a string.</summary>
internal sealed class JsonTemplatePart(byte[] constant, ParsedExpression? expression, bool isWholeValue)
{
    /// <summary>The expression; null for constant bytes.</summary>
    public ParsedExpression? Expression => expression;

    public void Write(ExpressionScope scope, IBufferWriter<byte> output)
    {
        if (expression is null)
        {
            output.Write(constant);
            return;
        }

        var value = expression.Evaluate(scope, ResultForm.Json);
        if (isWholeValue)
        {
            ValueWriter.WriteJson(output, expression, scope, value);
        }
        else
        {
            ValueWriter.WriteContent(output, expression, scope, value);
        }
    }
}
