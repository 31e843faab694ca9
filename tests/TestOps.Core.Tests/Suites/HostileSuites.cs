using System.Text;

namespace TestOps.Core.Tests.Suites;

/// <summary>Suites that are written to hurt their reader, by name.</summary>
internal static class HostileSuites
{
    private const int Deep = 100_000;
    private const int Megabytes10 = 10 * 1024 * 1024;

    private const string Head = "version: 1\nname: x\nengine: { kind: toron }\n";

    public static IReadOnlyDictionary<string, Func<string>> All { get; } = new Dictionary<string, Func<string>>(StringComparer.Ordinal)
    {
        ["flow sequences, 100,000 deep"] = static () => Head + "sim: " + new string('[', Deep) + new string(']', Deep),
        ["flow sequences, 100,000 open"] = static () => Head + "sim: " + new string('[', Deep),
        ["flow mappings, 100,000 deep"] = static () => Head + "sim: " + string.Concat(Enumerable.Repeat("{a: ", Deep)) + new string('}', Deep),
        ["JSON objects, 100,000 deep"] = static () => string.Concat(Enumerable.Repeat("{\"sim\":", Deep)) + "1" + new string('}', Deep),
        ["block sequences, 3,000 deep"] = static () => Head + "sim:\n  " + string.Concat(Enumerable.Repeat("- ", 3000)) + "x\n",
        ["block mappings, 1,000 deep"] = static () => Head + string.Concat(Enumerable.Range(0, 1000).Select(static depth => new string(' ', depth) + "a:\n")),
        ["a bomb of aliases"] = Bomb,
        ["an alias of itself"] = static () => Head + "sim: &a { scenarios: *a }\n",
        ["merge keys in a circle"] = static () => Head + "sim: &a { <<: *a, users: 1 }\n",
        ["an alias of nothing"] = static () => Head + "sim: *nowhere\n",
        ["100,000 anchors"] = static () => Head + "sim: [" + string.Join(',', Enumerable.Range(0, Deep).Select(static number => $"&a{number} x")) + "]\n",
        ["100,000 unknown keys"] = static () => Head + string.Concat(Enumerable.Range(0, Deep).Select(static number => $"key{number}: 1\n")),
        ["100,000 documents"] = static () => Head + string.Concat(Enumerable.Repeat("---\na: 1\n", Deep)),
        ["100,000 equal keys"] = static () => Head + string.Concat(Enumerable.Repeat("sim: {}\n", Deep)),
        ["a scalar of 10 MB"] = static () => "version: 1\nname: " + new string('x', Megabytes10) + "\nengine: { kind: toron }\n",
        ["a key of 10 MB"] = static () => Head + new string('x', Megabytes10) + ": 1\n",
        ["a comment of 10 MB and no suite"] = static () => "#" + new string('x', Megabytes10) + "\n",
        ["10 MB of spaces"] = static () => new string(' ', Megabytes10),
        ["10 MB of line ends"] = static () => new string('\n', Megabytes10),
        ["an integer of 100,000 digits"] = static () => Head + "sim: { users: " + new string('9', Deep) + ", scenarios: {} }\n",
        ["an exponent of 100,000 digits"] = static () => Head + "sim: { users: 1e" + new string('9', Deep) + ", scenarios: {} }\n",
        ["a duration of 100,000 digits"] = static () => Head + "sim: { users: 1 }\nbudget: { duration: " + new string('9', Deep) + "s }\n",
        ["a fraction of 100,000 digits"] = static () => Head + "replay: { floor: 0." + new string('9', Deep) + " }\n",
        ["tabs for indentation"] = static () => "version: 1\nname: x\nengine:\n\tkind: toron\n",
        ["NUL in a name"] = static () => "version: 1\nname: \"a\\0b\"\nengine: { kind: toron }\n",
        ["a bare NUL"] = static () => "version: 1\nname: a\0b\nengine: { kind: toron }\n",
        ["a BOM in the middle"] = static () => "version: 1\nname: x\n\uFEFFengine: { kind: toron }\n",
        ["nothing but a BOM"] = static () => "\uFEFF",
        ["a lone surrogate"] = static () => "version: 1\nname: \uD800\nengine: { kind: toron }\n",
        ["an expression, 50,000 parentheses deep"] = static () => Suite("js: \"" + new string('(', 50_000) + "1" + new string(')', 50_000) + "\""),
        ["an expression, 50,000 negations deep"] = static () => Suite("js: \"" + new string('!', 50_000) + "x\""),
        ["a template, 50,000 parentheses deep"] = static () => Suite("status: 200").Replace("GET /a", "GET /a, headers: { X: \"${" + new string('(', 50_000) + "1" + new string(')', 50_000) + "}\" }", StringComparison.Ordinal),
        ["a pattern that backtracks and does not end"] = static () => Suite("at: /a, matches: \"" + new string('(', 50_000) + "\""),
        ["a pointer with a broken escape"] = static () => Suite("at: /a~2" + new string('/', Deep) + ", exists: true"),
        ["a schema, 100,000 deep"] = static () => Suite("at: /a, schema: " + string.Concat(Enumerable.Repeat("{items: ", Deep)) + "{}" + new string('}', Deep)),
    };

    private static string Suite(string check) => Head + "sim: { users: 1, scenarios: { a: { steps: [ { name: a, call: GET /a, expect: [ { " + check + " } ] } ] } } }\n";

    // Nine levels of nine aliases each: 387 million leaves, in 300 bytes.
    private static string Bomb()
    {
        var bomb = new StringBuilder(Head).Append("sim:\n  a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (var level = 1; level < 9; level++)
        {
            bomb.Append("  a").Append(level).Append(": &a").Append(level).Append(" [").AppendJoin(',', Enumerable.Repeat($"*a{level - 1}", 9)).Append("]\n");
        }

        return bomb.ToString();
    }
}
