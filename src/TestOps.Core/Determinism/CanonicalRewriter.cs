using System.Text;

namespace TestOps.Core.Determinism;

/// <summary>A strict parser that writes canonical JSON as it goes; the members of an object are put in order when it closes.</summary>
internal ref partial struct CanonicalRewriter
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly ByteBuffer _output;
    private readonly CanonicalMembers _members;
    private int _position;
    private int _depth;
    private CanonicalJsonProblem? _problem;

    private CanonicalRewriter(ReadOnlySpan<byte> json, ByteBuffer output, CanonicalMembers members)
    {
        _json = json;
        _output = output;
        _members = members;
    }

    /// <summary>Writes the canonical form of <paramref name="json"/>, or tells the first problem.</summary>
    public static CanonicalJsonProblem? Rewrite(ReadOnlySpan<byte> json, ByteBuffer output)
    {
        if (json.StartsWith("\uFEFF"u8))
        {
            return new CanonicalJsonProblem("JSON starts without a byte order mark", 0);
        }

        using var members = new CanonicalMembers(output);
        var rewriter = new CanonicalRewriter(json, output, members);
        if (rewriter.WriteValue())
        {
            rewriter.SkipSpace();
            if (rewriter._position < json.Length)
            {
                rewriter.Refuse($"nothing may follow the value, but {rewriter.Seen()} does");
            }
        }

        return rewriter._problem;
    }

    private bool WriteValue()
    {
        SkipSpace();
        switch (Current())
        {
            case '"':
                return WriteString();
            case '{':
                return WriteObject();
            case '[':
                return WriteArray();
            case 't':
                return WriteLiteral("true"u8);
            case 'f':
                return WriteLiteral("false"u8);
            case 'n':
                return WriteLiteral("null"u8);
            case '-' or (>= '0' and <= '9'):
                return WriteNumber();
            default:
                return Refuse($"a value was expected, but {Seen()} was found");
        }
    }

    private bool WriteLiteral(ReadOnlySpan<byte> literal)
    {
        if (!_json[_position..].StartsWith(literal))
        {
            return Refuse($"a value was expected, but {Seen()} was found");
        }

        _output.Append(literal);
        _position += literal.Length;
        return true;
    }

    private bool WriteNumber()
    {
        var rest = _json[_position..];
        var length = 1;
        while (length < rest.Length && (rest[length] is (>= (byte)'0' and <= (byte)'9') or (byte)'.' or (byte)'+' or (byte)'-' || (rest[length] | 0x20) == 'e'))
        {
            length++;
        }

        if (!CanonicalNumber.TryWrite(_output, rest[..length], out var reason))
        {
            return Refuse($"{reason}, but {Encoding.UTF8.GetString(rest[..Math.Min(length, 40)])} was found");
        }

        _position += length;
        return true;
    }

    private bool WriteArray()
    {
        if (!Open((byte)'['))
        {
            return false;
        }

        if (Current() != ']')
        {
            while (WriteValue() && IsFollowedByComma())
            {
                _output.Append((byte)',');
            }
        }

        return Close((byte)']');
    }

    private bool WriteObject()
    {
        if (!Open((byte)'{'))
        {
            return false;
        }

        var first = _members.Count;
        if (Current() != '}')
        {
            while (WriteMember() && IsFollowedByComma())
            {
                _output.Append((byte)',');
            }
        }

        _problem ??= _members.CloseObject(first);
        return Close((byte)'}');
    }

    private bool WriteMember()
    {
        if (Current() != '"')
        {
            return Refuse($"a key in double quotes was expected, but {Seen()} was found");
        }

        var keyPosition = _position;
        var start = _output.Length;
        if (!WriteString())
        {
            return false;
        }

        var keyEnd = _output.Length;
        SkipSpace();
        if (Current() != ':')
        {
            return Refuse($"a colon was expected, but {Seen()} was found");
        }

        _position++;
        _output.Append((byte)':');
        if (!WriteValue())
        {
            return false;
        }

        _members.Add(new CanonicalMember(start, keyEnd, _output.Length, keyPosition));
        return true;
    }

    private bool IsFollowedByComma()
    {
        SkipSpace();
        if (Current() != ',')
        {
            return false;
        }

        _position++;
        SkipSpace();
        return true;
    }

    private bool Open(byte bracket)
    {
        if (++_depth > CanonicalJson.MaxDepth)
        {
            return Refuse($"containers nest deeper than {CanonicalJson.MaxDepth}");
        }

        _output.Append(bracket);
        _position++;
        SkipSpace();
        return true;
    }

    private bool Close(byte bracket)
    {
        if (_problem is not null)
        {
            return false;
        }

        if (Current() != bracket)
        {
            return Refuse($"',' or '{(char)bracket}' was expected, but {Seen()} was found");
        }

        _depth--;
        _position++;
        _output.Append(bracket);
        return true;
    }

    private void SkipSpace()
    {
        while (_position < _json.Length && _json[_position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _position++;
        }
    }

    private readonly int Current() => (uint)_position < (uint)_json.Length ? _json[_position] : -1;

    private readonly string Seen() => Current() switch
    {
        -1 => "the end",
        > 0x20 and < 0x7F => $"'{(char)Current()}'",
        _ => $"byte 0x{Current():x2}",
    };

    private bool Refuse(string reason)
    {
        _problem ??= new CanonicalJsonProblem(reason, _position);
        return false;
    }
}
