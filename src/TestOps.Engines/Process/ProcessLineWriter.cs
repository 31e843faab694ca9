using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;

namespace TestOps.Engines.Process;

/// <summary>Writes the lines that TestOps sends. Nothing in them differs between run and replay.</summary>
internal static class ProcessLineWriter
{
    // What is sent is read by a JSON parser, never put into a page: only what JSON itself demands is escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = ProcessProtocol.MaxDepth, SkipValidation = true };

    public static ReadOnlyMemory<byte> Hello()
    {
        return Line(static json =>
        {
            json.WriteString("type"u8, "hello"u8);
            json.WriteStartArray("protocols"u8);
            json.WriteStringValue(ProcessProtocol.Version);
            json.WriteEndArray();
        });
    }

    /// <summary>The line of a call; the bytes of its body are copied.</summary>
    /// <exception cref="InvalidProcessCallException">A text of the call has no UTF-8.</exception>
    public static ReadOnlyMemory<byte> Call(long id, EngineCall call, IReadOnlyList<Header> leaseHeaders)
    {
        try
        {
            return Line(json =>
            {
                json.WriteString("type"u8, "call"u8);
                json.WriteNumber("id"u8, id);
                json.WriteNumber("session"u8, call.Context.Session);
                json.WriteNumber("step"u8, call.Context.Step);
                json.WriteString("method"u8, call.Method);
                json.WriteString("path"u8, call.Path);
                WriteHeaders(json, call, leaseHeaders);
                WriteBody(json, call);
            });
        }
        catch (ArgumentException exception)
        {
            throw new InvalidProcessCallException(exception.Message);
        }
    }

    private static ReadOnlyMemory<byte> Line(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
        return output.WrittenMemory;
    }

    private static void WriteHeaders(Utf8JsonWriter json, EngineCall call, IReadOnlyList<Header> leaseHeaders)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var header in leaseHeaders.Concat(call.Headers))
        {
            headers[header.Name.ToLower(CultureInfo.InvariantCulture)] = header.Value;
        }

        json.WriteStartObject("headers"u8);
        foreach (var (name, value) in headers)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter json, EngineCall call)
    {
        if (call.ContentType is not null)
        {
            json.WriteString("content_type"u8, call.ContentType);
        }

        if (call.Body.IsEmpty)
        {
            return;
        }

        if (IsJson(call.ContentType) && CanonicalJson.TryCanonicalize(call.Body, out var canonical, out _))
        {
            // As the suite writes it, numbers and order of members included, wherever that fits on one line.
            json.WritePropertyName("json"u8);
            json.WriteRawValue(call.Body.Span.ContainsAny((byte)'\n', (byte)'\r') ? canonical.Span : call.Body.Span, skipInputValidation: true);
        }
        else if (Utf8.IsValid(call.Body.Span))
        {
            json.WriteString("text"u8, call.Body.Span);
        }
        else
        {
            json.WriteBase64String("base64"u8, call.Body.Span);
        }
    }

    private static bool IsJson(string? contentType) =>
        contentType is not null && contentType.Split(';')[0].TrimEnd().EndsWith("json", StringComparison.OrdinalIgnoreCase);
}
