using System.Text.RegularExpressions;
using TestOps.Core.Expectations;

namespace TestOps.Core.Suites.Reading;

/// <summary>The checks of one step.</summary>
internal static partial class CheckReader
{
    private const int ScriptNameLengthMax = 60;
    private static readonly string[] Subjects = ["status", "header", "at", "js"];

    public static IReadOnlyList<CheckSpec> Read(SuiteValue value, IReadOnlySet<string>? kept)
    {
        var items = value.Items("write - { status: 200 } under expect");
        if (items.Count > 200)
        {
            value.Problem($"must have at most 200 checks, has {items.Count}", "merge some");
        }

        var checks = new List<CheckSpec>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var problemsBefore = item.Context.Problems.Count;
            if (ReadCheck(item, kept) is not { } check)
            {
                continue;
            }

            checks.Add(check);
            if (item.Context.Problems.Count == problemsBefore)
            {
                CheckCompiles(item, check);
            }

            if (!names.Add(check.Name))
            {
                item.Problem($"two checks of the step have the name '{check.Name}', their gates would be one", "add name: to one of them, or merge their conditions");
            }
        }

        return checks;
    }

    private static CheckSpec? ReadCheck(SuiteValue item, IReadOnlySet<string>? kept)
    {
        if (item.Map("expect[]") is not { } map)
        {
            return null;
        }

        var subjects = Subjects.Where(map.Has).ToList();
        if (subjects.Count != 1)
        {
            map.Problem($"a check needs one of status, header, at and js, has {(subjects.Count == 0 ? "none" : string.Join(", ", subjects))}", subjects.Count == 0 ? "write { status: 200 } or { at: /pointer, equals: value }" : "write one entry for each");
            return null;
        }

        var name = map.Read("name", "", ReadName);
        return subjects[0] switch
        {
            "status" => ReadStatus(map, name),
            "header" => ReadHeader(map, name),
            "at" => ReadAt(map, name),
            _ => ReadScriptCheck(map, name, kept),
        };
    }

    private static void CheckCompiles(SuiteValue item, CheckSpec check)
    {
        try
        {
            CompiledCheck.Compile(check);
        }
        catch (InvalidCheckException invalid)
        {
            item.Problem(invalid.Message, invalid.Hint);
        }
    }

    private static StatusCheck ReadStatus(SuiteMap map, string name)
    {
        ConditionsReader.RefuseAll(map, "has no meaning beside status");
        var accepted = map.Find("status")!.ItemsOrSelf().SelectMany(StatusReader.Read).Distinct().Order().ToList();
        if (accepted.Count == 0 && map.Find("status")!.Node is ListNode)
        {
            map.Problem("the list of statuses is empty", "write status: 200");
        }

        return new StatusCheck(accepted) { Name = Named(name, "status") };
    }

    private static HeaderCheck ReadHeader(SuiteMap map, string name)
    {
        var header = map.Find("header")!.Text(200);
        if (header.Length > 0)
        {
            HeaderReader.CheckName(map.Find("header")!, header);
        }

        return new HeaderCheck(header, ConditionsReader.Read(map, isText: true)) { Name = Named(name, $"header {header}") };
    }

    private static AtCheck ReadAt(SuiteMap map, string name)
    {
        var pointer = PointerText.Read(map.Find("at")!);
        return new AtCheck(pointer, ConditionsReader.Read(map, isText: false)) { Name = Named(name, pointer.Length == 0 ? "body" : pointer) };
    }

    private static ScriptCheck ReadScriptCheck(SuiteMap map, string name, IReadOnlySet<string>? kept)
    {
        ConditionsReader.RefuseAll(map, "has no meaning beside js");
        var script = ExpressionRules.ReadScript(map.Find("js")!, kept);
        var line = Blanks().Replace(script, " ").Trim();
        var shown = line.Length <= ScriptNameLengthMax ? line : line[..ScriptNameLengthMax] + "...";
        return new ScriptCheck(script) { Name = Named(name, $"js: {shown}") };
    }

    private static string ReadName(SuiteValue value)
    {
        var name = value.Text(120);
        if (name.Any(char.IsControl))
        {
            value.Problem("a check's name is one line without control characters", "write it on one line");
        }

        return name;
    }

    private static string Named(string name, string fallback) => name.Length == 0 ? fallback : name;

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();
}
