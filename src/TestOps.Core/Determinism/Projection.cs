using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using TestOps.Core.Suites;

namespace TestOps.Core.Determinism;

/// <summary>
/// Writes what is compared of a value. Containers on the way to a mask are written member by member, each followed by a comma, so that an opaque member leaves no
/// trace; everything else is copied.
/// </summary>
internal readonly ref struct Projection
{
    // Canonical JSON escapes control characters, so the marker cannot occur in it.
    private const byte Marker = 0x01;

    private readonly ReadOnlySpan<byte> _json;
    private readonly SessionTokens? _tokens;
    private readonly IBufferWriter<byte> _output;
    private readonly bool _hidesToleratedNumbers;

    /// <summary>Projects <paramref name="json"/>. Without <paramref name="tokens"/> a token is its type alone, and nothing is observed.</summary>
    public Projection(ReadOnlySpan<byte> json, SessionTokens? tokens, IBufferWriter<byte> output, bool hidesToleratedNumbers)
    {
        _json = json;
        _tokens = tokens;
        _output = output;
        _hidesToleratedNumbers = hidesToleratedNumbers;
    }

    /// <summary>The reader stands on the first token of the value and ends on its last.</summary>
    public void Append(ref Utf8JsonReader reader, MaskNode? node)
    {
        var type = JsonTypes.Of(reader.TokenType);
        switch (node?.Mask?.Kind)
        {
            case MaskKind.Opaque:
                reader.Skip();
                break;
            case MaskKind.Type:
                reader.Skip();
                AppendMarker('t', type);
                break;
            case MaskKind.Token:
                AppendMarker('k', type);
                AppendOrdinal(TakeRaw(ref reader));
                break;
            case MaskKind.Time when AppendTime(ref reader):
                break;
            case MaskKind.Set when reader.TokenType == JsonTokenType.StartArray:
                AppendSet(TakeRaw(ref reader), node);
                break;
            case MaskKind.Tolerance when _hidesToleratedNumbers && type == JsonTypes.Number:
                AppendMarker('n', type);
                break;
            default:
                AppendUnmasked(ref reader, node);
                break;
        }
    }

    private void AppendOrdinal(ReadOnlySpan<byte> raw)
    {
        if (_tokens is not null)
        {
            BinaryPrimitives.WriteInt32LittleEndian(_output.GetSpan(4), _tokens.Observe(raw));
            _output.Advance(4);
        }
    }

    /// <summary>Writes the form of a time stamp in its place; false, with nothing read or written, for any other value.</summary>
    private bool AppendTime(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number) || !TimeText.TryRead(_json[(int)reader.TokenStartIndex..(int)reader.BytesConsumed], out var form, out var ticks))
        {
            return false;
        }

        _tokens?.ObserveTime(ticks);
        AppendMarker('i', form);
        return true;
    }

    /// <summary>Writes the items in an order that does not depend on theirs.</summary>
    private void AppendSet(ReadOnlySpan<byte> raw, MaskNode node)
    {
        var bytes = raw.ToArray();
        using var document = JsonDocument.Parse(bytes, CanonicalJson.DocumentOptions);
        var array = document.RootElement;
        _output.Write("["u8);
        foreach (var item in SetItem.Sort(array, node))
        {
            if (node.AnyItem is { IsOpaque: true })
            {
                continue;
            }

            var json = System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(array[item.Index]);
            var reader = new Utf8JsonReader(json, CanonicalJson.ReaderOptions);
            reader.Read();
            new Projection(json, _tokens, _output, _hidesToleratedNumbers).Append(ref reader, node.AnyItem);
            _output.Write(","u8);
        }

        _output.Write("]"u8);
    }

    private void AppendUnmasked(ref Utf8JsonReader reader, MaskNode? node)
    {
        if (node is not null && reader.TokenType == JsonTokenType.StartObject)
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
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var member = node.Member(reader.ValueSpan);
            reader.Read();
            if (member is { IsOpaque: true })
            {
                reader.Skip();
                continue;
            }

            _output.Write(_json[start..(int)reader.TokenStartIndex]);
            Append(ref reader, member);
            _output.Write(","u8);
        }

        _output.Write("}"u8);
    }

    private void AppendItems(ref Utf8JsonReader reader, MaskNode node)
    {
        _output.Write("["u8);
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            var item = node.Item(i);
            if (item is { IsOpaque: true })
            {
                reader.Skip();
                continue;
            }

            Append(ref reader, item);
            _output.Write(","u8);
        }

        _output.Write("]"u8);
    }

    private ReadOnlySpan<byte> TakeRaw(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return _json[start..(int)reader.BytesConsumed];
    }

    private void AppendMarker(char kind, char type)
    {
        var marker = _output.GetSpan(3);
        marker[0] = Marker;
        marker[1] = (byte)kind;
        marker[2] = (byte)type;
        _output.Advance(3);
    }
}
