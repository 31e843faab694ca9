using System.Text.Json;

namespace TestOps.Load.K6;

/// <summary>One line of <c>--out json</c>, read into the same object again and again: a metric's declaration, or a sample.</summary>
internal sealed class K6Line
{
    private readonly K6Texts _texts = new();
    private readonly List<KeyValuePair<string, string>> _tags = [];

    /// <summary>The metric.</summary>
    public string Metric { get; private set; } = "";

    /// <summary>Whether it declares the metric.</summary>
    public bool IsDeclaration { get; private set; }

    /// <summary>Type of a declared metric: <c>trend</c>.</summary>
    public string Type { get; private set; } = "";

    /// <summary>Content type of a declared metric: <c>time</c>.</summary>
    public string Contains { get; private set; } = "";

    /// <summary>When the sample was taken.</summary>
    public DateTimeOffset Time { get; private set; }

    /// <summary>Its value.</summary>
    public double Value { get; private set; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags => _tags;

    /// <summary>A tag of the sample; null where it has none of that name.</summary>
    public string? Tag(string name)
    {
        foreach (var tag in _tags)
        {
            if (tag.Key == name)
            {
                return tag.Value;
            }
        }

        return null;
    }

    /// <summary>Reads a line; false where it is none of k6's, such as text of a script's own summary, or a line that a kill has cut.</summary>
    public bool TryRead(ReadOnlySpan<byte> line)
    {
        (Metric, Type, Contains, Time, Value, IsDeclaration) = ("", "", "", default, 0, false);
        _tags.Clear();
        if (line.Length == 0 || line[0] != (byte)'{')
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(line);
            return ReadRecord(ref reader);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }

    private bool ReadRecord(ref Utf8JsonReader reader)
    {
        var kind = "";
        reader.Read();
        while (ReadName(ref reader))
        {
            if (reader.ValueTextEquals("data"u8))
            {
                ReadData(ref reader);
            }
            else if (reader.ValueTextEquals("metric"u8))
            {
                Metric = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                kind = ReadText(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        IsDeclaration = kind == "Metric";
        return reader.TokenType == JsonTokenType.EndObject && Metric.Length > 0 && (IsDeclaration ? Type.Length > 0 : kind == "Point" && Time != default);
    }

    private void ReadData(ref Utf8JsonReader reader)
    {
        reader.Read();
        while (ReadName(ref reader))
        {
            if (reader.ValueTextEquals("time"u8))
            {
                reader.Read();
                Time = reader.GetDateTimeOffset();
            }
            else if (reader.ValueTextEquals("value"u8))
            {
                reader.Read();
                Value = reader.GetDouble();
            }
            else if (reader.ValueTextEquals("tags"u8))
            {
                ReadTags(ref reader);
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                Type = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("contains"u8))
            {
                Contains = ReadText(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadTags(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (ReadName(ref reader))
        {
            var name = _texts.Of(ref reader);
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                _tags.Add(new(name, _texts.Of(ref reader)));
            }
            else
            {
                reader.Skip();
            }
        }
    }

    /// <summary>Goes on to the next name of the object that is being read; false at its end.</summary>
    private static bool ReadName(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    private string ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        return _texts.Of(ref reader);
    }
}
