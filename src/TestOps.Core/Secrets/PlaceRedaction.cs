using System.Buffers;
using System.Text;
using System.Text.Json;
using TestOps.Core.Determinism;

namespace TestOps.Core.Secrets;

/// <summary>Puts tokens in place of the values at named places of canonical JSON, and learns those values.</summary>
internal readonly ref struct PlaceRedaction
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly SecretKey _key;
    private readonly IBufferWriter<byte> _output;
    private readonly Action<string, string> _learn;

    private PlaceRedaction(ReadOnlySpan<byte> json, SecretKey key, IBufferWriter<byte> output, Action<string, string> learn)
    {
        _json = json;
        _key = key;
        _output = output;
        _learn = learn;
    }

    /// <summary>Redacts the places that lead to a mask in <paramref name="places"/>; <paramref name="learn"/> hears of each text, and of its token.</summary>
    public static byte[] Apply(ReadOnlySpan<byte> canonicalJson, MaskNode places, SecretKey key, Action<string, string> learn)
    {
        var output = new ArrayBufferWriter<byte>(canonicalJson.Length + 64);
        var reader = new Utf8JsonReader(canonicalJson, CanonicalJson.ReaderOptions);
        reader.Read();
        new PlaceRedaction(canonicalJson, key, output, learn).Append(ref reader, places);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Tells the texts of a value and their tokens: of a text itself, and of what is in a container or a number of it.</summary>
    public static void Learn(JsonElement value, SecretKey key, Action<string, string> learn, bool isInside = false)
    {
        // What is inside a container is often an everyday word, which must not be hidden everywhere.
        const int insideLengthMin = 8;
        switch (value.ValueKind)
        {
            case JsonValueKind.String when !isInside || value.GetString()!.Length >= insideLengthMin:
                learn(value.GetString()!, key.TokenOf(value.GetString()!));
                break;
            case JsonValueKind.Number when value.GetRawText().Length >= (isInside ? insideLengthMin : 6):
                learn(value.GetRawText(), TokenOf(value, key));
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Learn(member.Value, key, learn, isInside: true);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Learn(item, key, learn, isInside: true);
                }

                break;
        }
    }

    private static string TokenOf(JsonElement value, SecretKey key) =>
        value.ValueKind == JsonValueKind.String ? key.TokenOf(value.GetString()!) : key.TokenOfJson(Encoding.UTF8.GetBytes(value.GetRawText()));

    private void Append(ref Utf8JsonReader reader, MaskNode? node)
    {
        if (node?.Mask is not null && reader.TokenType != JsonTokenType.Null)
        {
            AppendToken(ref reader);
        }
        else if (node is not null && reader.TokenType == JsonTokenType.StartObject)
        {
            AppendMembers(ref reader, node);
        }
        else if (node is not null && reader.TokenType == JsonTokenType.StartArray)
        {
            AppendItems(ref reader, node);
        }
        else
        {
            _output.Write(TakeRaw(ref reader));
        }
    }

    private void AppendMembers(ref Utf8JsonReader reader, MaskNode node)
    {
        _output.Write("{"u8);
        for (var isFirst = true; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; isFirst = false)
        {
            var start = (int)reader.TokenStartIndex;
            var member = node.Member(reader.ValueSpan);
            reader.Read();
            _output.Write(isFirst ? [] : ","u8);
            _output.Write(_json[start..(int)reader.TokenStartIndex]);
            Append(ref reader, member);
        }

        _output.Write("}"u8);
    }

    private void AppendItems(ref Utf8JsonReader reader, MaskNode node)
    {
        _output.Write("["u8);
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            _output.Write(i == 0 ? [] : ","u8);
            Append(ref reader, node.Item(i));
        }

        _output.Write("]"u8);
    }

    private void AppendToken(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.Parse(TakeRaw(ref reader).ToArray(), CanonicalJson.DocumentOptions);
        Learn(document.RootElement, _key, _learn);
        _output.Write("\""u8);
        _output.Write(Encoding.UTF8.GetBytes(TokenOf(document.RootElement, _key)));
        _output.Write("\""u8);
    }

    private ReadOnlySpan<byte> TakeRaw(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return _json[start..(int)reader.BytesConsumed];
    }
}
