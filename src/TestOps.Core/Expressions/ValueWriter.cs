using System.Buffers;
using System.Globalization;
using System.Text;
using TestOps.Core.Determinism;

namespace TestOps.Core.Expressions;

/// <summary>Writes the values of expressions where they stand in a template.</summary>
internal static class ValueWriter
{
    /// <summary>The text of a value: a string as it is, everything else as its canonical JSON.</summary>
    /// <exception cref="ExpressionException">The value is undefined or null, or has no JSON form.</exception>
    public static string TextOf(ParsedExpression expression, ExpressionScope scope, in ExpressionValue value)
    {
        try
        {
            if (value.Kind != ValueKind.Text)
            {
                return Encoding.UTF8.GetString(Plain(value).WrittenSpan);
            }

            var text = value.Text;
            return JsonText.IsWellFormed(text) ? text : throw new FormatException(JsonText.LoneSurrogate);
        }
        catch (FormatException error)
        {
            throw expression.Failed(scope, error.Message, error);
        }
    }

    /// <summary>Writes a value as JSON.</summary>
    /// <exception cref="ExpressionException">The value is undefined or has no JSON form.</exception>
    public static void WriteJson(IBufferWriter<byte> output, ParsedExpression expression, ExpressionScope scope, in ExpressionValue value)
    {
        try
        {
            switch (value.Kind)
            {
                case ValueKind.Null:
                    output.Write("null"u8);
                    break;
                case ValueKind.Text:
                    output.Write("\""u8);
                    WriteText(output, value);
                    output.Write("\""u8);
                    break;
                default:
                    WritePlain(output, value);
                    break;
            }
        }
        catch (FormatException error)
        {
            throw expression.Failed(scope, error.Message, error);
        }
    }

    /// <summary>Writes a value as the inside of a JSON string.</summary>
    /// <exception cref="ExpressionException">The value is undefined or null, or has no JSON form.</exception>
    public static void WriteContent(IBufferWriter<byte> output, ParsedExpression expression, ExpressionScope scope, in ExpressionValue value)
    {
        try
        {
            switch (value.Kind)
            {
                case ValueKind.Text:
                    WriteText(output, value);
                    break;
                case ValueKind.Json:
                    JsonText.WriteContent(output, Encoding.UTF8.GetString(Plain(value).WrittenSpan));
                    break;
                default:
                    WritePlain(output, value);
                    break;
            }
        }
        catch (FormatException error)
        {
            throw expression.Failed(scope, error.Message, error);
        }
    }

    private static ArrayBufferWriter<byte> Plain(in ExpressionValue value)
    {
        var output = new ArrayBufferWriter<byte>(32);
        WritePlain(output, value);
        return output;
    }

    private static void WriteText(IBufferWriter<byte> output, in ExpressionValue value)
    {
        if (value.IsElement)
        {
            JsonText.WriteContent(output, value.Element);
        }
        else
        {
            JsonText.WriteContent(output, value.Text);
        }
    }

    // What needs no quotes.
    private static void WritePlain(IBufferWriter<byte> output, in ExpressionValue value)
    {
        switch (value.Kind)
        {
            case ValueKind.Number or ValueKind.Json when value.IsElement:
                JsonText.WriteElement(output, value.Element);
                break;
            case ValueKind.Number when double.IsFinite(value.Number):
                CanonicalNumber.Write(output, value.Number);
                break;
            case ValueKind.Number:
                throw new FormatException($"the value is {value.Number.ToString(CultureInfo.InvariantCulture)}, and JSON has no such number");
            case ValueKind.Boolean:
                output.Write(value.IsTruthy ? "true"u8 : "false"u8);
                break;
            default:
                throw new FormatException($"the value is {(value.Kind == ValueKind.Null ? "null" : "undefined")}");
        }
    }
}
