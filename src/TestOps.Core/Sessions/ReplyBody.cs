using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Expressions;
using TestOps.Core.Secrets;
using TestOps.Core.Traces;

namespace TestOps.Core.Sessions;

/// <summary>The body of an answer, read once: what is recorded of it, and the value that checks see.</summary>
internal sealed class ReplyBody : IAnswerBody, IDisposable
{
    private JsonDocument? _document;
    private JsonElement? _root;
    private readonly bool _isJson;
    private readonly bool _isCanonical;
    private readonly ReadOnlyMemory<byte> _seen;
    private CanonicalJsonProblem? _problem;

    private ReplyBody(RecordedBody recorded, ReadOnlyMemory<byte> seen, bool isJson, CanonicalJsonProblem? problem = null)
    {
        Recorded = recorded;
        _seen = seen;
        _isJson = isJson;
        _isCanonical = isJson && recorded.Kind == BodyKind.Json;
        _problem = problem;
    }

    /// <summary>The recorded form; JSON is canonical and free of the engine's address.</summary>
    public RecordedBody Recorded { get; }

    /// <summary>The value that checks see: JSON, a JSON string for text, undefined without a body.</summary>
    public JsonElement Root => _root ??= Parse();

    /// <summary>Why a body that claims to be JSON is none; null where it is JSON, or makes no such claim.</summary>
    public string? Problem
    {
        get
        {
            _ = Root;
            return _problem?.ToString();
        }
    }

    public static ReplyBody Read(EngineReply reply, bool canonical, string? engineBase, bool isRecorded = false)
    {
        var bytes = reply.Failure is null ? reply.Body : default;
        if (bytes.IsEmpty)
        {
            return new ReplyBody(default, default, isJson: false);
        }

        var claimsJson = reply.ContentType is null || reply.ContentType.EndsWith("json", StringComparison.Ordinal);
        if (!claimsJson)
        {
            return Plain(bytes, engineBase, isRecorded);
        }

        if (!canonical)
        {
            return new ReplyBody(default, bytes, isJson: true);
        }

        return CanonicalJson.TryCanonicalize(bytes, out var json, out var problem)
            ? new ReplyBody(new RecordedBody(BodyKind.Json, AsRecorded(json, engineBase, isJson: true, isRecorded)), json, isJson: true)
            : Plain(bytes, engineBase, isRecorded, reply.ContentType is null ? null : problem);
    }

    /// <summary>A body of text that is read already: the joined text of a stream.</summary>
    public static ReplyBody OfText(ReadOnlyMemory<byte> text, string? engineBase, bool isRecorded) =>
        text.IsEmpty ? new ReplyBody(default, default, isJson: false) : Plain(text, engineBase, isRecorded);

    public void Dispose() => _document?.Dispose();

    // What pretends to be the token of a secret is marked; in a record the tokens are ours.
    private static ReadOnlyMemory<byte> AsRecorded(ReadOnlyMemory<byte> bytes, string? engineBase, bool isJson, bool isRecorded)
    {
        var hidden = EngineAddress.Hide(bytes, engineBase, isJson);
        return isRecorded ? hidden : SessionSecrets.EscapeMarkers(hidden, isJson);
    }

    private static ReplyBody Plain(ReadOnlyMemory<byte> bytes, string? engineBase, bool isRecorded, CanonicalJsonProblem? problem = null) =>
        Utf8.IsValid(bytes.Span)
            ? new ReplyBody(new RecordedBody(BodyKind.Text, AsRecorded(bytes, engineBase, isJson: false, isRecorded)), bytes, isJson: false, problem)
            : new ReplyBody(new RecordedBody(BodyKind.Binary, bytes), default, isJson: false, problem);

    private JsonElement Parse()
    {
        if (_seen.IsEmpty)
        {
            return default;
        }

        if (!_isJson)
        {
            return JsonSerializer.SerializeToElement(Encoding.UTF8.GetString(_seen.Span));
        }

        // Where nothing is recorded the body comes as it was sent. Only canonical JSON is safe to look into: a number with an exponent of 400 digits makes
        // JsonElement throw. So a load sees JSON where the simulation sees it, and nowhere else.
        var json = _seen;
        if (!_isCanonical && !CanonicalJson.TryCanonicalize(_seen, out json, out _problem))
        {
            // The engine claims JSON and sends something else: checks see the text, and pointers find nothing in it.
            return Utf8.IsValid(_seen.Span) ? JsonSerializer.SerializeToElement(Encoding.UTF8.GetString(_seen.Span)) : default;
        }

        _document = JsonDocument.Parse(json, CanonicalJson.DocumentOptions);
        return _document.RootElement;
    }
}
