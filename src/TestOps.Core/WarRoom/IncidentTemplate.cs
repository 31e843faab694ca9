using System.Text;

namespace TestOps.Core.WarRoom;

/// <summary>Fills a template in one pass, so that a fact which looks like a template stays what it is.</summary>
internal static class IncidentTemplate
{
    private const int FactLengthMax = 300;

    /// <summary>The text, or null where a fact outside of any <c>[...]</c> is missing.</summary>
    public static string? Fill(string template, IReadOnlyDictionary<string, string> facts, Func<string, string> write)
    {
        var text = new StringBuilder();
        for (var at = 0; at < template.Length;)
        {
            var isOptional = template[at] == '[';
            var end = isOptional ? template.IndexOf(']', at) : template.IndexOf('[', at);
            end = end < 0 ? template.Length : end;
            var filled = FillPart(template.AsSpan(isOptional ? at + 1 : at, end - at - (isOptional ? 1 : 0)), facts, write);
            if (filled is null && !isOptional)
            {
                return null;
            }

            text.Append(filled);
            at = isOptional ? end + 1 : end;
        }

        return text.ToString().Trim();
    }

    /// <summary>A fact within a sentence: one line, of bounded length, without a full stop of its own.</summary>
    public static string AsText(string fact)
    {
        var line = OneLine(fact).Trim().TrimEnd('.');
        return line.Length <= FactLengthMax ? line : string.Concat(line.AsSpan(0, FactLengthMax), "...");
    }

    /// <summary>A fact as one word of a POSIX shell: what an engine or a suite says must never become a command of its own.</summary>
    public static string AsShellWord(string fact)
    {
        return ShellWord.Of(fact);
    }

    private static string OneLine(string fact) => string.Concat(fact.Select(c => char.IsControl(c) ? ' ' : c));

    private static string? FillPart(ReadOnlySpan<char> part, IReadOnlyDictionary<string, string> facts, Func<string, string> write)
    {
        var text = new StringBuilder();
        while (part.IndexOf('{') is >= 0 and var open)
        {
            var close = open + part[open..].IndexOf('}');
            if (!facts.TryGetValue(part[(open + 1)..close].ToString(), out var fact) || string.IsNullOrWhiteSpace(fact))
            {
                return null;
            }

            text.Append(part[..open]).Append(write(fact));
            part = part[(close + 1)..];
        }

        return text.Append(part).ToString();
    }
}
