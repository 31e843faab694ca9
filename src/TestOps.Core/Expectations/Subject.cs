using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using TestOps.Core.Expressions;

namespace TestOps.Core.Expectations;

/// <summary>The value that conditions are about: of the body, of a header, or absent.</summary>
internal readonly struct Subject
{
    private readonly string? _header;
    private readonly JsonElement _element;

    private Subject(string? header, JsonElement element)
    {
        _header = header;
        _element = element;
    }

    public static Subject Absent => default;

    public bool IsAbsent => _header is null && _element.ValueKind == JsonValueKind.Undefined;

    /// <summary>Whether it is a header's text, which has no JSON type of its own.</summary>
    public bool IsHeader => _header is not null;

    /// <summary>The value of the body.</summary>
    public JsonElement Element => _element;

    public static Subject Of(string header) => new(header, default);

    public static Subject Of(JsonElement element) => new(null, element);

    /// <summary>The string: the header, or a JSON string; null for everything else.</summary>
    public string? Text => _header ?? (_element.ValueKind == JsonValueKind.String ? JsonText.Decode(_element) : null);

    /// <summary>
    /// Compares a number with <paramref name="bound"/>: exact where a decimal holds it, else as doubles. False where it is no number.
    /// </summary>
    public bool TryCompare(decimal bound, out int order)
    {
        order = 0;
        if (_header is not null)
        {
            if (!decimal.TryParse(_header, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            order = number.CompareTo(bound);
            return true;
        }

        if (_element.ValueKind != JsonValueKind.Number)
        {
            return false;
        }

        order = IsExactDecimal(JsonMarshal.GetRawUtf8Value(_element)) && _element.TryGetDecimal(out var exact) ? exact.CompareTo(bound) : _element.GetDouble().CompareTo((double)bound);
        return true;
    }

    /// <summary>The value as a reader sees it.</summary>
    public string Show()
    {
        if (_header is not null)
        {
            return $"\"{_header}\"";
        }

        return IsAbsent ? "absent" : Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(_element));
    }

    // 28 digits always fit; an exponent may round to 0.
    private static bool IsExactDecimal(ReadOnlySpan<byte> lexeme) => lexeme.Length <= 28 && lexeme.IndexOfAny((byte)'e', (byte)'E') < 0;
}
