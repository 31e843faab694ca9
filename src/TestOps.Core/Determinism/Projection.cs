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
    private readonly SessionTokens _tokens;
    private readonly IBufferWriter<byte> _output;
    private readonly bool _hidesToleratedNumbers;

    public Projection(ReadOnlySpan<byte> json, SessionTokens tokens, IBufferWriter<byte> output, bool hidesToleratedNumbers)
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
                BinaryPrimitives.WriteInt32LittleEndian(_output.GetSpan(4), _tokens.Observe(TakeRaw(ref reader)));
                _output.Advance(4);
                break;
            case MaskKind.Tolerance when _hidesToleratedNumbers && type == JsonTypes.Number:
                AppendMarker('n', type);
                break;
            default:
                AppendUnmasked(ref reader, node);
                break;
        }
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
