using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TestOps.Core.Expectations;

/// <summary>
/// A JSON value to compare with, by value: <c>1</c> is <c>1.0</c>, and the order of keys does not matter. A header is text: it equals a string as it is, and a
/// number or a boolean by what its text says.
/// </summary>
internal sealed class ExpectedValue
{
    private readonly JsonElement _element;
    private readonly string? _text;
    private readonly decimal? _number;

    public ExpectedValue(JsonNode? node)
    {
        _element = JsonSerializer.SerializeToElement(node);
        Shown = _element.GetRawText();
        switch (_element.ValueKind)
        {
            case JsonValueKind.String:
                _text = _element.GetString();
                break;
            case JsonValueKind.True or JsonValueKind.False:
                _text = Shown;
                break;
            case JsonValueKind.Number when _element.TryGetDecimal(out var number):
                _number = number;
                break;
        }
    }

    /// <summary>The value as a reader sees it.</summary>
    public string Shown { get; }

    /// <summary>The expected string; null where another type is expected.</summary>
    public string? Text => _element.ValueKind == JsonValueKind.String ? _text : null;

    public bool Equals(in Subject subject)
    {
        if (!subject.IsHeader)
        {
            return Equals(subject.Element);
        }

        return _number is { } number
            ? decimal.TryParse(subject.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var actual) && actual == number
            : string.Equals(_text, subject.Text, StringComparison.Ordinal);
    }

    public bool Equals(JsonElement element) => _element.ValueKind == JsonValueKind.String
        ? element.ValueKind == JsonValueKind.String && element.ValueEquals(_text)
        : JsonElement.DeepEquals(_element, element);
}
