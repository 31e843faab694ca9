using System.Text.RegularExpressions;

namespace TestOps.Repo.Tests.Sources;

/// <summary>
/// Finds types and members by matching braces in masked code: an estimate, as in the measurements that the ceilings come from, and not a parser. A
/// declaration ends at the first semicolon or block outside of brackets; its words say what it is.
/// </summary>
internal sealed partial class MemberScanner
{
    private readonly string _path;
    private readonly string _code;
    private readonly List<SourceMember> _members = [];
    private readonly List<SourceType> _types = [];

    private MemberScanner(string path, string code)
    {
        _path = path;
        _code = code;
    }

    public static (IReadOnlyList<SourceMember> Members, IReadOnlyList<SourceType> Types) Scan(string path, string code)
    {
        var scanner = new MemberScanner(path, code);
        scanner.ScanBlock(0, code.Length, isNested: false);
        return (scanner._members, scanner._types);
    }

    private void ScanBlock(int at, int end, bool isNested)
    {
        while (at < end)
        {
            at = SkipToDeclaration(at, end);
            if (at < end)
            {
                at = ScanDeclaration(at, end, isNested);
            }
        }
    }

    private int ScanDeclaration(int start, int end, bool isNested)
    {
        var isAssigned = false;
        for (var at = start; at < end; at++)
        {
            switch (_code[at])
            {
                case '(' or '[':
                    at = Match(at);
                    break;
                case '=' when IsAssignment(start, at):
                    isAssigned = true;
                    break;
                case '{' when isAssigned:
                    at = Match(at);
                    break;
                case '{':
                    return ScanBlockDeclaration(start, at, isNested);
                case ';':
                    EndDeclaration(start, at, isNested);
                    return at + 1;
            }
        }

        return end;
    }

    private int ScanBlockDeclaration(int start, int open, bool isNested)
    {
        var close = Match(open);
        var header = Header(start, open);
        var isNamespace = header.StartsWith("namespace ", StringComparison.Ordinal);
        if (!isNamespace && IsMember(header))
        {
            Add(start, close, header, hasBlock: true);
        }
        else
        {
            AddType(header, isNested);
            ScanBlock(open + 1, close, isNested || !isNamespace);
        }

        return close + 1;
    }

    private void EndDeclaration(int start, int end, bool isNested)
    {
        var header = Header(start, end);
        AddType(header, isNested);
        var signature = Before(header, "=>");
        // A field whose value is a lambda, or a table of them, is no member with a body.
        if (signature.Length < header.Length && !signature.Contains(" = ", StringComparison.Ordinal) && !TypeWord().IsMatch(signature))
        {
            Add(start, end, signature, hasBlock: false);
        }
    }

    private void AddType(string header, bool isNested)
    {
        if (!isNested && TypeWord().Match(Before(header, " where ")) is { Success: true } type)
        {
            _types.Add(new SourceType(type.Groups["name"].Value, type.Groups["base"] is { Success: true } found ? found.Value : null));
        }
    }

    private void Add(int start, int end, string signature, bool hasBlock)
    {
        var line = _code.AsSpan(0, start).Count('\n') + 1;
        _members.Add(new SourceMember(_path, line, _code.AsSpan(start, end - start).Count('\n') + 1, signature.Trim(), hasBlock));
    }

    private static bool IsMember(string header)
    {
        var signature = Before(header, " where ").Trim();
        return !TypeWord().IsMatch(signature) && (signature.EndsWith(')') || Accessor().IsMatch(signature));
    }

    /// <summary>The declaration on one line, with nothing between its round brackets.</summary>
    private string Header(int start, int end)
    {
        var header = Spaces().Replace(_code[start..end], " ");
        string shorter;
        while ((shorter = InnerBrackets().Replace(header, "\u0001\u0002")) != header)
        {
            header = shorter;
        }

        return header.Replace('\u0001', '(').Replace('\u0002', ')');
    }

    private int SkipToDeclaration(int at, int end)
    {
        while (at < end && (char.IsWhiteSpace(_code[at]) || _code[at] is ';' or '}' or '['))
        {
            at = _code[at] == '[' ? Match(at) + 1 : at + 1;
        }

        return at;
    }

    /// <summary>Where the bracket closes that opens here; the end of the file where none does.</summary>
    private int Match(int open)
    {
        var depth = 0;
        for (var at = open; at < _code.Length; at++)
        {
            depth += _code[at] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return at;
            }
        }

        return _code.Length - 1;
    }

    /// <summary>Whether an equals sign begins a value or an expression body, and is no part of a comparison or of an operator's name.</summary>
    private bool IsAssignment(int start, int at) =>
        _code[at + 1] != '=' && _code[at - 1] is not ('=' or '!' or '<' or '>') && !OperatorName().IsMatch(_code.AsSpan(start, at - start));

    private static string Before(string header, string word) => header.IndexOf(word, StringComparison.Ordinal) is >= 0 and var at ? header[..at] : header;

    [GeneratedRegex(@"\b(class|struct|interface|enum|record|extension)\b(\s+(struct|class))?\s*(?<name>\w+)?(<[^>]*>)?\s*(\(\))?(\s*:\s*(?<base>\w+))?")]
    private static partial Regex TypeWord();

    [GeneratedRegex(@"^(\w+ )*(get|set|init|add|remove)$")]
    private static partial Regex Accessor();

    [GeneratedRegex(@"\boperator\s*[^\s\w(]*$")]
    private static partial Regex OperatorName();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\([^()]*\)")]
    private static partial Regex InnerBrackets();
}
