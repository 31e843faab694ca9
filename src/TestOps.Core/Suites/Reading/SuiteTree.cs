using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace TestOps.Core.Suites.Reading;

/// <summary>Builds nodes from parser events: bounded in size, depth and alias expansion; duplicate keys are problems, not overwritten values.</summary>
internal sealed class SuiteTree
{
    private const int CharactersMax = 1_000_000;
    private const int DepthMax = 64;
    private const int NodesMax = 100_000;
    private readonly Parser _parser;
    private readonly SuiteProblems _problems;
    private readonly Dictionary<string, SuiteNode> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    private SuiteTree(string text, SuiteProblems problems)
    {
        _parser = new Parser(new StringReader(text));
        _problems = problems;
    }

    private ParsingEvent Current => _parser.Current!;

    private int Line => (int)Current.Start.Line;

    public static SuiteNode? Read(string text, string sourceName, SuiteProblems problems)
    {
        if (text.Length > CharactersMax)
        {
            problems.Add(sourceName, 0, $"the file has {text.Length} characters, at most {CharactersMax} are read", "move rows into data files (sim.data)");
            return null;
        }

        if (text.IndexOf('\uFFFD', StringComparison.Ordinal) is var lost and >= 0)
        {
            problems.Add(sourceName, 1 + text.AsSpan(0, lost).Count('\n'), "the file is not valid UTF-8: a byte was replaced by U+FFFD", "save the file as UTF-8; the character itself is written \"\\uFFFD\"");
            return null;
        }

        try
        {
            var root = new SuiteTree(text.TrimStart('\uFEFF'), problems).ReadDocument();
            if (root is null)
            {
                problems.Add(sourceName, 1, "the file is empty", "start from: testops init");
            }

            return root;
        }
        catch (RefusedException refused)
        {
            problems.Add(sourceName, refused.Line, refused.Message, refused.Hint);
        }
        catch (YamlException syntax)
        {
            // Of a tab the parser names the mapping that it stands in first, and only then the tab itself.
            var at = syntax.Message.Contains(" tab ", StringComparison.Ordinal) ? syntax.End : syntax.Start;
            problems.Add(sourceName, (int)at.Line, $"not valid YAML at column {at.Column}: {Decapitalised(syntax.Message)}", SyntaxHint(syntax.Message));
        }

        return null;
    }

    private static string Decapitalised(string message) => char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');

    private static string SyntaxHint(string message) => message.Contains("flow mapping", StringComparison.Ordinal) || message.Contains("token", StringComparison.Ordinal)
        ? "put values that hold ${...} or one of {}[],#:@` in double quotes"
        : "check the indentation (spaces, no tabs) and the quotes of this line and the one before";

    private SuiteNode? ReadDocument()
    {
        Advance();
        Advance();
        if (Current is StreamEnd)
        {
            return null;
        }

        Advance();
        var root = ReadNode(1, "");
        Advance();
        if (Current is DocumentStart)
        {
            throw new RefusedException(Line, "a second document starts here, a suite is one document", "remove the line '---' and what follows");
        }

        return root is ScalarNode { IsPlain: true, Text: "" } ? null : root;
    }

    /// <summary>Reads the node of the current event, at <paramref name="path"/>, and moves behind it.</summary>
    private SuiteNode ReadNode(int depth, string path)
    {
        if (Current is AnchorAlias alias)
        {
            return ReadAlias(alias, depth);
        }

        if (Current is not NodeEvent start)
        {
            throw Unbalanced(Line);
        }

        CheckLimits(depth, 1);
        CheckTag(start);
        SuiteNode node = start switch
        {
            Scalar scalar => ReadScalar(scalar),
            SequenceStart => ReadList(depth, path),
            _ => ReadMap(depth, path),
        };
        Advance();
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = node;
        }

        return node;
    }

    private SuiteNode ReadAlias(AnchorAlias alias, int depth)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
        {
            throw new RefusedException(Line, $"'*{alias.Value.Value}' names no anchor that is complete above it", $"write the value out, or anchor it with &{alias.Value.Value} further up");
        }

        CheckLimits(depth + node.Height - 1, node.Size);
        Advance();
        return node;
    }

    private ScalarNode ReadScalar(Scalar scalar)
    {
        if (HasLoneSurrogate(scalar.Value))
        {
            throw new RefusedException(Line, "the text holds half of a surrogate pair", "write the character itself");
        }

        return new ScalarNode(Line, scalar.Value, scalar.Style == ScalarStyle.Plain && scalar.IsPlainImplicit);
    }

    private ListNode ReadList(int depth, string path)
    {
        var line = Line;
        var items = new List<SuiteNode>();
        Advance();
        while (Current is not SequenceEnd)
        {
            items.Add(ReadNode(depth + 1, SuitePath.Item(path, items.Count)));
        }

        return new ListNode(line, 1 + items.Sum(static item => item.Size), 1 + items.Max(static item => (int?)item.Height) ?? 1, items);
    }

    private MapNode ReadMap(int depth, string path)
    {
        var line = Line;
        var entries = new List<MapEntry>();
        var firstLines = new Dictionary<string, int>(StringComparer.Ordinal);
        Advance();
        while (Current is not MappingEnd)
        {
            var keyLine = Line;
            if (ReadNode(depth + 1, path) is not ScalarNode key)
            {
                throw new RefusedException(keyLine, "a key is a list or a mapping, only text can be a key", "write KEY: VALUE");
            }

            var keyPath = SuitePath.Key(path, key.Text);
            var value = ReadNode(depth + 1, keyPath);
            if (firstLines.TryAdd(key.Text, keyLine))
            {
                entries.Add(new MapEntry(key.Text, keyLine, value));
            }
            else
            {
                _problems.Add(keyPath, keyLine, $"the key is given twice, first on line {firstLines[key.Text]}", "keep one of them");
            }
        }

        return new MapNode(line, 1 + entries.Sum(static entry => 1 + entry.Value.Size), 1 + entries.Max(static entry => (int?)entry.Value.Height) ?? 1, entries);
    }

    /// <summary>Moves to the next event. The scanner leaks its own slips on malformed text, for example in a plain scalar before an unbalanced brace.</summary>
    private void Advance()
    {
        var line = _parser.Current is null ? 1 : Line;
        try
        {
            _parser.MoveNext();
        }
        catch (Exception slip) when (slip is InvalidOperationException or ArgumentException)
        {
            throw Unbalanced(line);
        }
    }

    private static RefusedException Unbalanced(int line)
        => new(line, "not valid YAML from this line on: brackets, quotes or indentation do not match", "put values that hold ${...} or one of {}[],#:@` in double quotes");

    private void CheckLimits(int depth, int size)
    {
        _nodes += size;
        if (depth > DepthMax)
        {
            throw new RefusedException(Line, $"nested deeper than {DepthMax} levels", "flatten this part");
        }

        if (_nodes > NodesMax)
        {
            throw new RefusedException(Line, $"the file has more than {NodesMax} values, aliases written out", "move rows into data files (sim.data), use fewer aliases");
        }
    }

    private void CheckTag(NodeEvent start)
    {
        if (!start.Tag.IsEmpty && !start.Tag.IsNonSpecific && start.Tag.Value != "tag:yaml.org,2002:str")
        {
            throw new RefusedException(Line, $"the tag '{start.Tag.Value}' is not supported", "remove the tag; quote what must stay text");
        }
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsSurrogate(text[index]))
            {
                if (index + 1 >= text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
                {
                    return true;
                }

                index++;
            }
        }

        return false;
    }

    private sealed class RefusedException(int line, string message, string hint) : Exception(message)
    {
        public int Line => line;

        public string Hint => hint;
    }
}
