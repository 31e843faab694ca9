using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace TestOps.Engines.Process;

/// <summary>Understands one line of an engine, or names what is wrong with it. Never throws, whatever the line holds.</summary>
internal static class ProcessLineReader
{
    private const int ShownLengthMax = 120;

    /// <summary>Reads a line without its end; the message may keep parts of its memory.</summary>
    public static ProcessMessage Read(ReadOnlyMemory<byte> line)
    {
        if (!Utf8.IsValid(line.Span))
        {
            return new DefectMessage(ProcessDefects.NotUtf8, $"the engine printed a line that is not UTF-8: {Shown(line.Span)}; write UTF-8, and binary bodies as base64");
        }

        if (!StartsAnObject(line.Span))
        {
            return NotJson(line.Span, "is no JSON object");
        }

        try
        {
            return ReadObject(line);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Utf8JsonReader throws the second for an escape without its other half.
            return NotJson(line.Span, exception is JsonException json ? $"breaks off as JSON at byte {json.BytePositionInLine ?? 0}" : "has half of a surrogate pair");
        }
    }

    /// <summary>The beginning of a line as a message shows it: one line, no control characters.</summary>
    public static string Shown(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, ShownLengthMax)]);
        var plain = string.Concat(text.Select(static character => char.IsControl(character) ? ' ' : character));
        return line.Length == 0 ? "an empty line" : $"'{plain}{(line.Length > ShownLengthMax ? "..." : "")}'";
    }

    private static bool StartsAnObject(ReadOnlySpan<byte> line)
    {
        var text = line.TrimStart(" \t"u8);
        return text.Length > 0 && text[0] == (byte)'{';
    }

    private static DefectMessage NotJson(ReadOnlySpan<byte> line, string what) =>
        new(ProcessDefects.NotJson, $"the engine printed a line that {what}: {Shown(line)}; standard output is for the protocol alone: print logs to standard error");

    private static ProcessMessage ReadObject(ReadOnlyMemory<byte> line)
    {
        var reader = new Utf8JsonReader(line.Span, new JsonReaderOptions { MaxDepth = ProcessProtocol.MaxDepth });
        reader.Read();
        var fields = new ProcessFields(line);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            fields.Read(ref reader);
        }

        // What follows the object must be nothing; the reader throws otherwise.
        while (reader.Read())
        {
        }

        return fields.ToMessage();
    }
}
