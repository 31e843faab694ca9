using System.Text.Json;
using System.Text.RegularExpressions;

namespace TestOps.FakeK6;

/// <summary>k6's log, which is its standard error, in the format that was asked for. Recorded lines are logfmt.</summary>
internal sealed partial class LogWriter(bool isJson)
{
    public void Error(string message) => Line($"time=\"2026-11-22T16:04:34Z\" level=error msg={JsonSerializer.Serialize(message, s_plain)}");

    public void Line(string recorded)
    {
        if (recorded.Length == 0)
        {
            return;
        }

        var fields = isJson ? Field().Matches(recorded).ToDictionary(field => field.Groups["name"].Value, field => Plain(field.Groups["value"].Value)) : null;
        Console.Error.Write((fields is { Count: > 0 } ? JsonSerializer.Serialize(fields, s_plain) : recorded) + "\n");
    }

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Plain(string value) =>
        value.StartsWith('"') ? Escape().Replace(value[1..^1], match => match.Value[1] switch { 'n' => "\n", 't' => "\t", var other => other.ToString() }) : value;

    [GeneratedRegex("(?<name>[a-z_]+)=(?<value>\"(?:[^\"\\\\]|\\\\.)*\"|[^ ]*)")]
    private static partial Regex Field();

    [GeneratedRegex(@"\\.")]
    private static partial Regex Escape();
}
