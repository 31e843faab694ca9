using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>JSON Lines: one object a line; blank lines are skipped.</summary>
internal static class JsonLines
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    public static List<JsonElement> Read(string file, ReadOnlyMemory<byte> bytes, List<SuiteProblem> problems)
    {
        var rows = new List<JsonElement>();
        var line = 0;
        var rest = bytes.Span;
        while (rest.Length > 0 && rows.Count <= DataTableReader.RowsMax && problems.Count < DataTableReader.ProblemsMax)
        {
            line++;
            var end = rest.IndexOf((byte)'\n');
            var text = (end < 0 ? rest : rest[..end]).Trim(" \t\r"u8);
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (text.Length > 0 && ReadRow(file, line, text, problems) is { } row)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    private static JsonElement? ReadRow(string file, int line, ReadOnlySpan<byte> text, List<SuiteProblem> problems)
    {
        if (!Utf8.IsValid(text))
        {
            problems.Add(new SuiteProblem(file, line, "the line is not valid UTF-8", "save the file as UTF-8"));
            return null;
        }

        try
        {
            var row = JsonElement.Parse(text, Options);
            if (row.ValueKind == JsonValueKind.Object)
            {
                return row;
            }

            problems.Add(new SuiteProblem(file, line, $"a row must be a JSON object, was {Shown(text)}", "write {\"question\": \"...\"}"));
        }
        catch (JsonException invalid)
        {
            problems.Add(new SuiteProblem(file, line, $"the line is no JSON object at byte {invalid.BytePositionInLine + 1}: {Shown(text)}", "write one JSON object a line, without a comma at its end"));
        }

        return null;
    }

    private static string Shown(ReadOnlySpan<byte> text)
    {
        var shown = Encoding.UTF8.GetString(text);
        shown = string.Concat(shown.Take(60).Select(static c => char.IsControl(c) ? ' ' : c));
        return shown.Length < 60 ? shown : shown + "...";
    }
}
