using System.Text.Unicode;

namespace TestOps.Core.Determinism;

/// <summary>
/// Looks whether bytes are canonical already, in one pass without allocation. It may say no where the answer is yes (keys with escapes): then the rewriter decides.
/// </summary>
internal ref struct CanonicalScanner
{
    private readonly ReadOnlySpan<byte> _json;
    private int _position;
    private int _depth;

    private CanonicalScanner(ReadOnlySpan<byte> json) => _json = json;

    public static bool IsSurelyCanonical(ReadOnlySpan<byte> json) => TryMeasure(json, out var length) && length == json.Length;

    /// <summary>The length of the canonical value at the start of <paramref name="json"/>; false where it may not be canonical.</summary>
    public static bool TryMeasure(ReadOnlySpan<byte> json, out int length)
    {
        var scanner = new CanonicalScanner(json);
        var isCanonical = scanner.SkipValue();
        length = scanner._position;
        return isCanonical;
    }

    private bool SkipValue()
    {
        if ((uint)_position >= (uint)_json.Length)
        {
            return false;
        }

        switch (_json[_position])
        {
            case (byte)'"':
                return SkipString(out _);
            case (byte)'{':
                return SkipObject();
            case (byte)'[':
                return SkipArray();
            case (byte)'t':
                return SkipLiteral("true"u8);
            case (byte)'f':
                return SkipLiteral("false"u8);
            case (byte)'n':
                return SkipLiteral("null"u8);
            default:
                var length = CanonicalNumber.CanonicalLength(_json[_position..]);
                _position += length;
                return length > 0;
        }
    }

    private bool SkipLiteral(ReadOnlySpan<byte> literal)
    {
        var isThere = _json[_position..].StartsWith(literal);
        _position += literal.Length;
        return isThere;
    }

    private bool SkipArray()
    {
        if (++_depth > CanonicalJson.MaxDepth)
        {
            return false;
        }

        _position++;
        if (!IsAt((byte)']'))
        {
            do
            {
                if (!SkipValue())
                {
                    return false;
                }
            }
            while (Take((byte)','));
        }

        _depth--;
        return Take((byte)']');
    }

    private bool SkipObject()
    {
        if (++_depth > CanonicalJson.MaxDepth)
        {
            return false;
        }

        _position++;
        if (!IsAt((byte)'}'))
        {
            var isFirst = true;
            ReadOnlySpan<byte> previous = default;
            do
            {
                var start = _position + 1;
                if (!IsAt((byte)'"') || !SkipString(out var hasEscape) || hasEscape)
                {
                    return false;
                }

                var key = _json[start..(_position - 1)];
                if ((!isFirst && !IsAscending(previous, key)) || !Take((byte)':') || !SkipValue())
                {
                    return false;
                }

                isFirst = false;
                previous = key;
            }
            while (Take((byte)','));
        }

        _depth--;
        return Take((byte)'}');
    }

    private static bool IsAscending(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> key)
    {
        // Most keys differ in the first byte.
        if (previous.Length > 0 && key.Length > 0 && previous[0] < key[0] && key[0] < 0x80)
        {
            return true;
        }

        return CanonicalString.CompareKeys(previous, key) < 0;
    }

    private bool SkipString(out bool hasEscape)
    {
        hasEscape = false;
        var json = _json;
        var start = _position + 1;
        byte seen = 0;
        for (var i = start; (uint)i < (uint)json.Length;)
        {
            var value = json[i];
            if (value == '"')
            {
                _position = i + 1;
                return seen < 0x80 || Utf8.IsValid(json[start..i]);
            }

            if (value < 0x20)
            {
                return false;
            }

            if (value == '\\')
            {
                hasEscape = true;
                var length = CanonicalString.CanonicalEscapeLength(json[i..]);
                if (length < 0)
                {
                    return false;
                }

                i += length;
                continue;
            }

            seen |= value;
            i++;
        }

        return false;
    }

    private readonly bool IsAt(byte value) => (uint)_position < (uint)_json.Length && _json[_position] == value;

    private bool Take(byte value)
    {
        if (!IsAt(value))
        {
            return false;
        }

        _position++;
        return true;
    }
}
