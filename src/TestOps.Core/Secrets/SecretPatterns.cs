using System.Buffers;
using System.Text;
using TestOps.Core.Traces;

namespace TestOps.Core.Secrets;

/// <summary>Known secrets in all their spellings, and the token of each. Immutable and safe for concurrent use.</summary>
internal sealed class SecretPatterns
{
    // A cut leaves the start of a secret at the end of a text, or its end at the start: from this length on it is taken for one.
    private const int CutLengthMin = 6;

    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n");

    // Longest first: where two secrets begin at one place, the longer one is meant.
    private readonly SecretPattern[] _patterns;
    private readonly (string Value, string Token)[] _values;

    private SecretPatterns((string Value, string Token)[] values)
    {
        _values = values;
        var patterns = new SortedDictionary<string, SecretPattern>(StringComparer.Ordinal);
        foreach (var (value, token) in values)
        {
            foreach (var form in SecretForms.Of(value))
            {
                patterns.TryAdd(form.Text, new SecretPattern(form, token));
            }
        }

        _patterns = [.. patterns.Values.OrderByDescending(static pattern => pattern.Bytes.Length)];
    }

    public static SecretPatterns None { get; } = new([]);

    public bool IsEmpty => _patterns.Length == 0;

    /// <summary>These and one more.</summary>
    public SecretPatterns With(string value, string token) =>
        value.Length < SecretForms.LengthMin || Array.Exists(_values, known => known.Value == value) ? this : new SecretPatterns([.. _values, (value, token)]);

    /// <summary>The token of a value that is a secret in one of its spellings as a whole; null for others.</summary>
    public byte[]? TokenOf(ReadOnlySpan<byte> whole)
    {
        foreach (var pattern in _patterns)
        {
            if (whole.SequenceEqual(pattern.Bytes))
            {
                return pattern.Token;
            }
        }

        return null;
    }

    public bool OccurIn(ReadOnlySpan<byte> utf8)
    {
        foreach (var pattern in _patterns)
        {
            if (utf8.IndexOf(pattern.Bytes) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Replaces every occurrence, and leaves tokens alone; null where there is none.</summary>
    public byte[]? Replace(ReadOnlySpan<byte> utf8)
    {
        if (!OccurIn(utf8))
        {
            return null;
        }

        var output = new ArrayBufferWriter<byte>(utf8.Length + SecretToken.Length);
        var next = new int[_patterns.Length];
        var token = SecretToken.Find(utf8, 0);
        var copied = 0;
        while (true)
        {
            var first = FindFirst(utf8, next, copied);
            if (token >= 0 && (first < 0 || token <= next[first]))
            {
                output.Write(utf8[copied..(token + SecretToken.Length)]);
                copied = token + SecretToken.Length;
                token = SecretToken.Find(utf8, copied);
                continue;
            }

            if (first < 0)
            {
                break;
            }

            var (start, end) = _patterns[first].Widen(utf8, copied, next[first]);
            output.Write(utf8[copied..start]);
            output.Write(_patterns[first].Token);
            copied = end;
            token = token >= 0 && token < copied ? SecretToken.Find(utf8, copied) : token;
        }

        output.Write(utf8[copied..]);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The same for a text; the text itself where there is none.</summary>
    public string Replace(string text)
    {
        if (IsEmpty || text.Length < SecretForms.LengthMin)
        {
            return text;
        }

        var replaced = Replace(Encoding.UTF8.GetBytes(text));
        return replaced is null ? text : Encoding.UTF8.GetString(replaced);
    }

    /// <summary>The same for a text that may have been cut: a secret that its lines begin or end in the midst of is replaced, too.</summary>
    public string ReplaceCut(string text)
    {
        text = Replace(text);
        if (IsEmpty || text.Length < CutLengthMin)
        {
            return text;
        }

        var output = new StringBuilder(text.Length);
        for (var rest = text.AsSpan(); ;)
        {
            var end = rest.IndexOfAny(LineEnds);
            AppendLine(output, end < 0 ? rest : rest[..end]);
            if (end < 0)
            {
                return output.ToString();
            }

            output.Append(rest[end]);
            rest = rest[(end + 1)..];
        }
    }

    private void AppendLine(StringBuilder output, ReadOnlySpan<char> line)
    {
        var startMark = line.IndexOf("cut]", StringComparison.Ordinal) is >= 0 and var mark ? mark + "cut]".Length : 0;
        var start = startMark;
        var body = line.TrimEnd("\".…");
        var end = body.Length;
        string? head = null;
        string? tail = null;
        foreach (var pattern in _patterns)
        {
            var (value, token) = (pattern.Text, pattern.TokenText);
            for (var length = Math.Min(value.Length - 1, line.Length - startMark); length >= CutLengthMin && length > start - startMark; length--)
            {
                if (line[startMark..].StartsWith(value.AsSpan(value.Length - length), StringComparison.Ordinal))
                {
                    start = startMark + length;
                    head = token;
                    break;
                }
            }

            for (var length = Math.Min(value.Length - 1, body.Length - start); length >= CutLengthMin && length > body.Length - end; length--)
            {
                if (body.EndsWith(value.AsSpan(0, length), StringComparison.Ordinal))
                {
                    end = body.Length - length;
                    tail = token;
                    break;
                }
            }
        }

        end = Math.Max(start, end);
        output.Append(line[..startMark]).Append(head).Append(line[start..end]).Append(tail).Append(line[Math.Max(end, body.Length)..]);
    }

    // Where each pattern occurs next at or after `from`; the index of the first of them, -1 where none does.
    private int FindFirst(ReadOnlySpan<byte> utf8, int[] next, int from)
    {
        var first = -1;
        for (var i = 0; i < next.Length; i++)
        {
            if (next[i] >= 0 && (next[i] < from || from == 0))
            {
                var at = utf8[from..].IndexOf(_patterns[i].Bytes);
                next[i] = at < 0 ? -1 : from + at;
            }

            if (next[i] >= 0 && (first < 0 || next[i] < next[first]))
            {
                first = i;
            }
        }

        return first;
    }
}
