using System.Buffers;

namespace TestOps.Core.Expressions;

/// <summary>A stretch of a JSON body: constant bytes, a value, or a value inside a string.</summary>
internal sealed class JsonTemplatePart(byte[] constant, ParsedExpression? expression, bool isWholeValue)
{
    /// <summary>The expression; null for constant bytes.</summary>
    public ParsedExpression? Expression => expression;

    /// <summary>Writes to <paramref name="output"/>.</summary>
    public void Write(ExpressionScope scope, IBufferWriter<byte> output)
    {
        if (expression is null)
        {
            output.Write(constant);
        }
        else
        {
            Write(expression, scope, output, expression.Evaluate(scope, ResultForm.Json));
        }
    }

    /// <summary>Writes to <paramref name="output"/>, and to <paramref name="recorded"/> with the expression in place of a value that depends on anything of <paramref name="tokens"/>.</summary>
    public void Write(ExpressionScope scope, TokenKinds tokens, IBufferWriter<byte> output, IBufferWriter<byte> recorded)
    {
        if (expression is null)
        {
            output.Write(constant);
            recorded.Write(constant);
            return;
        }

        var value = expression.Evaluate(scope, ResultForm.Json);
        Write(expression, scope, output, value);
        if ((expression.Uses & tokens) == 0)
        {
            Write(expression, scope, recorded, value);
            return;
        }

        recorded.Write(isWholeValue ? "\""u8 : []);
        recorded.Write(expression.TokenContent);
        recorded.Write(isWholeValue ? "\""u8 : []);
    }

    private void Write(ParsedExpression evaluated, ExpressionScope scope, IBufferWriter<byte> output, in ExpressionValue value)
    {
        if (isWholeValue)
        {
            ValueWriter.WriteJson(output, evaluated, scope, value);
        }
        else
        {
            ValueWriter.WriteContent(output, evaluated, scope, value);
        }
    }
}
