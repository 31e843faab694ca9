using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace TestOps.Core.Determinism;

/// <content>Strings: escapes are undone and made again, UTF-8 and surrogates are checked.</content>
internal ref partial struct CanonicalRewriter
{
    private bool WriteString()
    {
        _output.Append((byte)'"');
        _position++;
        while (_position < _json.Length)
        {
            if (!WriteRun())
            {
                return false;
            }

            switch (Current())
            {
                case '"':
                    _position++;
                    _output.Append((byte)'"');
                    return true;
                case '\\' when WriteEscape():
                    break;
                case >= 0 and < 0x20:
                    return Refuse($"a control character in a string must be escaped, but {Seen()} was found");
                default:
                    return _problem is null && Refuse("a string has no end");
            }
        }

        return Refuse("a string has no end");
    }

    private bool WriteRun()
    {
        var rest = _json[_position..];
        var length = 0;
        byte seen = 0;
        while (length < rest.Length && rest[length] is >= 0x20 and not (byte)'"' and not (byte)'\\')
        {
            seen |= rest[length++];
        }

        var run = rest[..length];
        if (seen >= 0x80 && !Utf8.IsValid(run))
        {
            while (Rune.DecodeFromUtf8(run, out _, out var consumed) == OperationStatus.Done)
            {
                run = run[consumed..];
                _position += consumed;
            }

            return Refuse($"a string must be valid UTF-8, but {Seen()} is not");
        }

        _output.Append(run);
        _position += length;
        return true;
    }

    private bool WriteEscape()
    {
        var kind = _position + 1 < _json.Length ? _json[_position + 1] : (byte)0;
        if (kind == 'u')
        {
            return WriteUnicodeEscape();
        }

        var plain = kind switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => (int)kind,
            (byte)'b' => '\b',
            (byte)'t' => '\t',
            (byte)'n' => '\n',
            (byte)'f' => '\f',
            (byte)'r' => '\r',
            _ => -1,
        };
        if (plain < 0)
        {
            return Refuse("a backslash must be followed by one of \" \\ / b f n r t u");
        }

        CanonicalString.AppendAscii(_output, (byte)plain);
        _position += 2;
        return true;
    }

    private bool WriteUnicodeEscape()
    {
        if (!TryReadUnit(_position, out var unit))
        {
            return Refuse("\\u must be followed by four hexadecimal digits");
        }

        if (unit < 0x80)
        {
            CanonicalString.AppendAscii(_output, (byte)unit);
            _position += 6;
            return true;
        }

        var length = 6;
        if (!Rune.TryCreate(unit, out var rune))
        {
            length = 12;
            if (!TryReadUnit(_position + 6, out var low) || !Rune.TryCreate(unit, low, out rune))
            {
                return Refuse($"U+{(int)unit:X4} is a lone surrogate");
            }
        }

        _output.Advance(rune.EncodeToUtf8(_output.GetSpan(4)));
        _position += length;
        return true;
    }

    private readonly bool TryReadUnit(int position, out char unit)
    {
        unit = default;
        if (position + 6 > _json.Length || _json[position] != '\\' || _json[position + 1] != 'u')
        {
            return false;
        }

        var value = 0;
        foreach (var digit in _json.Slice(position + 2, 4))
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }

            value = (value << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        unit = (char)value;
        return true;
    }
}
