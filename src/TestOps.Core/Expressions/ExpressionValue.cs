using System.Runtime.InteropServices;
using System.Text.Json;

namespace TestOps.Core.Expressions;

/// <summary>
/// A JavaScript value without JavaScript. Numbers and strings of a JSON document stay in it until somebody needs them, so that a path costs no
/// allocation and a number keeps all its digits.
/// </summary>
internal readonly struct ExpressionValue
{
    private readonly ValueKind _kind;
    private readonly bool _isElement;
    private readonly double _number;
    private readonly string? _text;
    private readonly JsonElement _element;

    private ExpressionValue(ValueKind kind, double number = 0, string? text = null)
    {
        _kind = kind;
        _number = number;
        _text = text;
    }

    private ExpressionValue(ValueKind kind, JsonElement element)
    {
        _kind = kind;
        _isElement = true;
        _element = element;
    }

    public static ExpressionValue Undefined => default;

    public static ExpressionValue Null => new(ValueKind.Null);

    public static ExpressionValue Opaque => new(ValueKind.Opaque);

    public ValueKind Kind => _kind;

    public bool IsNullish => _kind <= ValueKind.Null;

    /// <summary>Whether the value is read from <see cref="Element"/>.</summary>
    public bool IsElement => _isElement;

    public JsonElement Element => _element;

    public bool IsTruthy => _kind switch
    {
        ValueKind.Boolean => _number != 0,
        ValueKind.Number => Number is var number && number != 0 && !double.IsNaN(number),
        ValueKind.Text => _isElement ? JsonMarshal.GetRawUtf8Value(_element).Length > "\"\"".Length : _text!.Length > 0,
        ValueKind.Json or ValueKind.Opaque => true,
        _ => false,
    };

    /// <summary>The number as JavaScript sees it: a double.</summary>
    public double Number => _isElement ? _element.GetDouble() : _number;

    /// <summary>The string in UTF-16; of a JSON document it is decoded each time.</summary>
    public string Text => _isElement ? JsonText.Decode(_element) : _text!;

    public static ExpressionValue Of(bool value) => new(ValueKind.Boolean, value ? 1 : 0);

    public static ExpressionValue Of(double value) => new(ValueKind.Number, value);

    public static ExpressionValue Of(string? value) => value is null ? Null : new ExpressionValue(ValueKind.Text, 0, value);

    public static ExpressionValue Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Undefined => Undefined,
        JsonValueKind.Null => Null,
        JsonValueKind.True => Of(true),
        JsonValueKind.False => Of(false),
        JsonValueKind.Number => new ExpressionValue(ValueKind.Number, element),
        JsonValueKind.String => new ExpressionValue(ValueKind.Text, element),
        _ => new ExpressionValue(ValueKind.Json, element),
    };

    /// <summary>Whether two strings are equal, without decoding where one of them is decoded already.</summary>
    public static bool TextEquals(in ExpressionValue left, in ExpressionValue right)
    {
        if (left._isElement)
        {
            return TextEquals(left._element, right.Text);
        }

        return right._isElement ? TextEquals(right._element, left._text!) : string.Equals(left._text, right._text, StringComparison.Ordinal);
    }

    // System.Text.Json takes two equal lone surrogates for different.
    private static bool TextEquals(JsonElement element, string text) => JsonMarshal.GetRawUtf8Value(element).Contains((byte)'\\')
        ? string.Equals(JsonText.Decode(element), text, StringComparison.Ordinal)
        : element.ValueEquals(text);
}
