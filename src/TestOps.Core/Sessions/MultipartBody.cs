using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TestOps.Core.Determinism;
using TestOps.Core.Expressions;
using TestOps.Core.Suites;

namespace TestOps.Core.Sessions;

/// <summary>
/// A compiled <c>multipart/form-data</c> body (RFC 7578). Its boundary is a function of the suite and of what is sent. The record names files by their digest: their bytes are in the
/// snapshot once, not in every step.
/// </summary>
internal sealed class MultipartBody
{
    private readonly Part[] _parts;
    private readonly string _boundary;

    private MultipartBody(Part[] parts)
    {
        _parts = parts;
        _boundary = $"testops-{Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Serialize(Describe(static part => part.Template?.Text))))[..24]}";
    }

    public bool UsesKept => Array.Exists(_parts, static part => part.Template is { UsesKept: true });

    /// <summary>Compiles the parts; null for none.</summary>
    /// <exception cref="ArgumentException">A file is not among <paramref name="files"/>.</exception>
    public static MultipartBody? Compile(IReadOnlyList<PartSpec> parts, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) =>
        parts.Count == 0 ? null : new MultipartBody([.. parts.Select(part => Part.Compile(part, files))]);

    /// <summary>Writes the body and what is recorded of it; answers its content type.</summary>
    public string Render(ExpressionScope scope, TokenKinds tokens, ArrayBufferWriter<byte> body, ArrayBufferWriter<byte> recorded)
    {
        var texts = new (string Sent, string Recorded)[_parts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            if (_parts[i].Template is { } template)
            {
                var sent = template.Render(scope, tokens, out var token);
                texts[i] = (sent, token);
            }
        }

        var boundary = Boundary(texts);
        for (var i = 0; i < _parts.Length; i++)
        {
            Append(body, $"--{boundary}\r\n{_parts[i].Head}\r\n");
            if (_parts[i].Template is null)
            {
                body.Write(_parts[i].Content.Span);
            }
            else
            {
                Append(body, texts[i].Sent);
            }

            Append(body, "\r\n");
        }

        Append(body, $"--{boundary}--\r\n");
        var index = 0;
        recorded.Write(CanonicalJson.Serialize(Describe(_ => texts[index++].Recorded)));
        return $"multipart/form-data; boundary={boundary}";
    }

    private JsonArray Describe(Func<Part, string?> text)
    {
        var parts = new JsonArray();
        foreach (var part in _parts)
        {
            var rendered = text(part);
            var described = new JsonObject { ["name"] = part.Spec.Name };
            Add(described, "text", part.Template is null ? null : rendered);
            Add(described, "file", part.Spec.File);
            Add(described, "sha256", part.Spec.File is null ? null : part.Sha256);
            Add(described, "filename", part.Spec.FileName);
            Add(described, "type", part.Spec.Type);
            parts.Add(described);
        }

        return parts;
    }

    private static void Add(JsonObject part, string name, string? value)
    {
        if (value is not null)
        {
            part[name] = value;
        }
    }

    // A boundary that occurs in a part would end it there.
    private string Boundary((string Sent, string Recorded)[] texts)
    {
        var boundary = _boundary;
        while (Array.Exists(texts, text => text.Sent?.Contains(boundary, StringComparison.Ordinal) ?? false) || Array.Exists(_parts, part => part.Content.Span.IndexOf(Encoding.ASCII.GetBytes(boundary)) >= 0))
        {
            boundary += "x";
        }

        return boundary;
    }

    private static void Append(ArrayBufferWriter<byte> body, string text) => Encoding.UTF8.GetBytes(text, body);

    private sealed record Part(PartSpec Spec, Template? Template, ReadOnlyMemory<byte> Content, string Sha256, string Head)
    {
        public static Part Compile(PartSpec spec, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
        {
            var content = spec.File is null ? default : files.TryGetValue(spec.File, out var bytes) ? bytes : throw new ArgumentException($"The file '{spec.File}' was not read.", nameof(files));
            var fileName = spec.FileName ?? spec.File?.Split('/')[^1];
            var type = spec.Type ?? (spec.File is null ? null : "application/octet-stream");
            var head = $"Content-Disposition: form-data; name=\"{Quote(spec.Name)}\"{(fileName is null ? "" : $"; filename=\"{Quote(fileName)}\"")}\r\n{(type is null ? "" : $"Content-Type: {type}\r\n")}";
            return new Part(spec, spec.Text is null ? null : Template.Compile(spec.Text), content, Convert.ToHexStringLower(SHA256.HashData(content.Span)), head);
        }

        // HTML Standard, 4.10.21.8: what would end the quotes is percent-encoded.
        private static string Quote(string text) => text.Replace("\"", "%22", StringComparison.Ordinal);
    }
}
