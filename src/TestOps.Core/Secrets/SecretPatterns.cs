using System.Buffers;
using System.Text;
using TestOps.Core.Traces;

namespace TestOps.Core.Secrets;

/// <summary>Known secrets in all their spellings, and the token of each. Immutable and safe for concurrent use.</summary>
internal sealed class SecretPatterns
{
    // A cut leaves the start of a secret at the end of a text, or its end at the start: from this length on it is taken for one.
    private const int CutLengthMin = 6;

    // What stands where something was left out.
    private static readonly string[] CutMarks = ["cut]", "...", "…"];

    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n");

    private readonly SecretPattern[] _patterns;
    private readonly ISecretSearch[] _searches;
    private readonly (string Value, string Token)[] _values;

    private SecretPatterns((string Value, string Token)[] values, SecretPattern[] patterns, ISecretSearch[] spellings)
    {
        _values = values;
        _patterns = patterns;
        _searches = [.. patterns, .. spellings];
    }

    public static SecretPatterns None { get; } = new([], [], []);

    public bool IsEmpty => _searches.Length == 0;

    /// <summary>These and one more.</summary>
    public SecretPatterns With(string value, string token)
    {
        if (value.Length < SecretForms.LengthMin || Array.Exists(_values, known => known.Value == value))
        {
            return this;
        }

        var known = _patterns.Select(static pattern => pattern.Text).ToHashSet(StringComparer.Ordinal);
        return new SecretPatterns(
            [.. _values, (value, token)],
            [.. _patterns, .. SecretForms.Of(value).Where(form => !known.Contains(form.Text)).Select(form => new SecretPattern(form, token))],
            [.. _searches.Skip(_patterns.Length), .. SecretForms.PartsOf(value).Distinct(StringComparer.Ordinal).Where(SecretSpelling.CanBeFound).Select(part => new SecretSpelling(part, token))]);
    }

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
        foreach (var search in _searches)
        {
            if (search.Find(utf8, 0) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Replaces every occurrence, and leaves tokens alone; null where there is none.</summary>
    public byte[]? Replace(ReadOnlySpan<byte> utf8)
    {
        var next = new (int Start, int End)?[_searches.Length];
        for (var i = 0; i < next.Length; i++)
        {
            next[i] = _searches[i].Find(utf8, 0);
        }

        if (First(next) < 0)
        {
            return null;
        }

        var output = new ArrayBufferWriter<byte>(utf8.Length + SecretToken.Length);
        var token = SecretToken.Find(utf8, 0);
        var copied = 0;
        for (var first = First(next); token >= 0 || first >= 0; first = FindFirst(utf8, next, copied))
        {
            if (token >= 0 && (first < 0 || token <= next[first]!.Value.Start))
            {
                output.Write(utf8[copied..(token + SecretToken.Length)]);
                copied = token + SecretToken.Length;
            }
            else
            {
                var (start, end) = next[first]!.Value;
                output.Write(utf8[copied..start]);
                output.Write(_searches[first].Token);
                copied = end;
            }

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

    // Messages quote texts that were cut: a secret may begin or end at each of their marks.
    private void AppendLine(StringBuilder output, ReadOnlySpan<char> line)
    {
        while (true)
        {
            var (at, mark) = NextMark(line);
            AppendPart(output, at < 0 ? line : line[..at]);
            if (at < 0)
            {
                return;
            }

            output.Append(mark);
            line = line[(at + mark.Length)..];
        }
    }

    private static (int At, string Mark) NextMark(ReadOnlySpan<char> line)
    {
        var next = (At: -1, Mark: "");
        foreach (var mark in CutMarks)
        {
            var at = line.IndexOf(mark, StringComparison.Ordinal);
            next = at >= 0 && (next.At < 0 || at < next.At) ? (at, mark) : next;
        }

        return next;
    }

    private void AppendPart(StringBuilder output, ReadOnlySpan<char> part)
    {
        // Bytes that were cut within a character are read as U+FFFD.
        var first = part.Length - part.TrimStart('\ufffd').Length;
        var start = first;
        var body = part.TrimEnd("\".\ufffd");
        var end = body.Length;
        string? head = null;
        string? tail = null;
        foreach (var search in _searches)
        {
            if (search.HeadLength(part[first..], CutLengthMin) is var headLength && headLength > start - first)
            {
                start = first + headLength;
                head = search.TokenText;
            }

            if (search.TailLength(body[Math.Min(start, body.Length)..], CutLengthMin) is var tailLength && tailLength > body.Length - end)
            {
                end = body.Length - tailLength;
                tail = search.TokenText;
            }
        }

        end = Math.Max(start, end);
        output.Append(part[..first]).Append(head).Append(part[start..end]).Append(tail).Append(part[Math.Max(end, body.Length)..]);
    }

    // Where each occurs next at or after `from`; the index of the first of them, -1 where none does.
    private int FindFirst(ReadOnlySpan<byte> utf8, (int Start, int End)?[] next, int from)
    {
        for (var i = 0; i < next.Length; i++)
        {
            if (next[i] is { Start: var start } && start < from)
            {
                next[i] = _searches[i].Find(utf8, from);
            }
        }

        return First(next);
    }

    // Where two secrets begin at one place, the longer one is meant.
    private static int First((int Start, int End)?[] next)
    {
        var first = -1;
        for (var i = 0; i < next.Length; i++)
        {
            if (next[i] is { } found && (first < 0 || found.Start < next[first]!.Value.Start || (found.Start == next[first]!.Value.Start && found.End > next[first]!.Value.End)))
            {
                first = i;
            }
        }

        return first;
    }
}
