using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TestOps.Load.K6;

/// <summary>One record of k6's log, which is its standard error: JSON where k6 was asked for it, and logfmt for what it says before it knows.</summary>
/// <param name="Level">Its level: <c>error</c>, <c>warning</c>, <c>info</c>.</param>
/// <param name="Message">What it says.</param>
/// <param name="Hint">k6's hint, such as <c>script exception</c>; null for none.</param>
/// <param name="Source">Where it comes from: <c>console</c>, <c>stacktrace</c>; null for k6 itself.</param>
/// <param name="Scenario">The scenario whose iteration it comes from; null for others.</param>
internal sealed partial record K6LogLine(string Level, string Message, string? Hint, string? Source, string? Scenario)
{
    /// <summary>Whether the script threw where it was not caught.</summary>
    public bool IsException => Hint == "script exception" && Source != "console";

    /// <summary>Reads a line; null for one that is no record, such as a stack of a crash.</summary>
    public static K6LogLine? Parse(string line)
    {
        var fields = line.StartsWith('{') ? ReadJson(line) : ReadLogfmt(line);
        return fields is not null && fields.TryGetValue("level", out var level)
            ? new K6LogLine(level, fields.GetValueOrDefault("msg", ""), fields.GetValueOrDefault("hint"), fields.GetValueOrDefault("source"), fields.GetValueOrDefault("scenario"))
            : null;
    }

    private static Dictionary<string, string>? ReadJson(string line)
    {
        try
        {
            return (JsonNode.Parse(line) as JsonObject)?.Where(static field => field.Value is JsonValue).ToDictionary(static field => field.Key, static field => field.Value!.ToString(), StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static Dictionary<string, string> ReadLogfmt(string line)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match match in Field().Matches(line))
        {
            var value = match.Groups["value"].Value;
            fields[match.Groups["name"].Value] = value.StartsWith('"') ? Unescape(value[1..^1]) : value;
        }

        return fields;
    }

    private static string Unescape(string text) =>
        Escape().Replace(text, static match => match.Value[1] switch { 'n' => "\n", 't' => "\t", var other => other.ToString() });

    [GeneratedRegex("(?<name>[a-z_]+)=(?<value>\"(?:[^\"\\\\]|\\\\.)*\"|[^ ]*)")]
    private static partial Regex Field();

    [GeneratedRegex(@"\\.")]
    private static partial Regex Escape();
}
