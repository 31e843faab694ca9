using System.Text;
using System.Text.Json;

namespace TestOps.Load.K6;

/// <summary>Gives the text of JSON strings that come again and again, without a new one each time.</summary>
internal sealed class K6Texts
{
    private const int KnownMax = 10_000;
    private const int LengthMax = 256;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>The text of the string or property name that the reader is at.</summary>
    public string Of(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped || reader.HasValueSequence || reader.ValueSpan.Length > LengthMax)
        {
            return reader.GetString()!;
        }

        Span<char> characters = stackalloc char[LengthMax];
        characters = characters[..Encoding.UTF8.GetChars(reader.ValueSpan, characters)];
        var known = _known.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(characters, out var text))
        {
            return text;
        }

        text = characters.ToString();
        if (_known.Count < KnownMax)
        {
            _known.Add(text);
        }

        return text;
    }
}
