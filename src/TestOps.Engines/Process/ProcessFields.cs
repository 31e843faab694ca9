using System.Globalization;
using System.Text;
using System.Text.Json;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;

namespace TestOps.Engines.Process;

/// <summary>The members of one line, gathered in whatever order they come, and judged when all are known: a defect that comes before the id is still told with it.</summary>
internal sealed class ProcessFields(ReadOnlyMemory<byte> line)
{
    private const long MaxId = (1L << 53) - 1;

    private static readonly string[] Names = ["type", "id", "status", "headers", "content_type", "json", "text", "base64", "protocol", "name", "version", "concurrency"];
    private static readonly string[] HelloNames = ["type", "protocol", "name", "version", "concurrency"];
    private static readonly string[] FrameNames = ["type", "id", "text", "base64"];
    private static readonly string[] AnswerNames = ["type", "id", "status", "headers", "content_type", "json", "text", "base64"];

    private readonly SortedSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<Header> _headers = [];
    private (string Defect, string Text)? _problem;
    private string? _type;
    private long? _id;
    private int _status;
    private string? _contentType;
    private ReadOnlyMemory<byte>? _body;
    private string _protocol = "";
    private string _name = "";
    private bool _isAmbiguous;
    private string? _version;
    private int _concurrency = 1;

    /// <summary>Reads the member that the reader stands at.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        var name = reader.GetString()!;
        reader.Read();
        var isFirst = _seen.Add(name);
        if (!isFirst)
        {
            _isAmbiguous |= name == "id";
            Note(ProcessDefects.DuplicateMember, $"the member '{Short(name)}' is given twice");
        }

        switch (name)
        {
            case "type": _type = Text(ref reader, name, 40); break;
            case "id": _id = Whole(ref reader, name, 1, MaxId) ?? _id; break;
            case "status": _status = (int)(Whole(ref reader, name, 100, 599) ?? 0); break;
            case "headers": ReadHeaders(ref reader); break;
            case "content_type": _contentType = HeaderText(ref reader, name); break;
            case "json": ReadJson(ref reader); break;
            case "text": _body = Encoding.UTF8.GetBytes(Text(ref reader, name, int.MaxValue) ?? ""); break;
            case "base64": ReadBase64(ref reader); break;
            case "protocol": _protocol = Text(ref reader, name, ProcessProtocol.MaxNameLength) ?? ""; break;
            case "name": _name = Text(ref reader, name, ProcessProtocol.MaxNameLength) ?? ""; break;
            case "version": _version = Text(ref reader, name, ProcessProtocol.MaxNameLength); break;
            case "concurrency": _concurrency = (int)(Whole(ref reader, name, 1, ProcessProtocol.MaxConcurrency) ?? 1); break;
            default: Unknown(ref reader, name); break;
        }
    }

    /// <summary>The message, or the first defect of the line.</summary>
    public ProcessMessage ToMessage()
    {
        switch (_type)
        {
            case "hello":
                Judge(HelloNames, "protocol", "name");
                return _problem is null ? new HelloMessage(new EngineHello(_protocol, _name, _version, _concurrency)) : Defect(null);
            case "frame":
                Judge(FrameNames, "id");
                JudgeBodies(isNeeded: true);
                return _problem is null ? new FrameMessage(_id!.Value, _body ?? default) : Defect(_id);
            case "answer":
                Judge(AnswerNames, "id", "status");
                JudgeBodies(isNeeded: false);
                JudgeContentType();
                return _problem is null ? new AnswerMessage(_id!.Value, _status, MediaType(), _headers, _body) : Defect(_id);
            case null:
                Note(ProcessDefects.MissingMember, "the line has no type: write \"type\": \"answer\"");
                return Defect(_id);
            default:
                _problem = (ProcessDefects.UnknownType, $"the type '{Short(_type)}' is none of hello, frame, answer");
                return Defect(_id);
        }
    }

    private DefectMessage Defect(long? id)
    {
        var (defect, text) = _problem!.Value;
        return new DefectMessage(defect, $"{text}; the line was {ProcessLineReader.Shown(line.Span)}", _isAmbiguous ? null : id, _type == "answer");
    }

    private void Judge(string[] allowed, params ReadOnlySpan<string> needed)
    {
        foreach (var name in needed)
        {
            if (!_seen.Contains(name))
            {
                Note(ProcessDefects.MissingMember, $"the {_type} has no '{name}'");
            }
        }

        var stray = _seen.FirstOrDefault(name => !allowed.Contains(name, StringComparer.Ordinal));
        if (stray is not null)
        {
            Note(ProcessDefects.UnknownMember, $"the member '{Short(stray)}' has no place in a line of type {_type}, which may have {string.Join(", ", allowed)}");
        }
    }

    private void JudgeBodies(bool isNeeded)
    {
        var bodies = _seen.Count(static name => name is "json" or "text" or "base64");
        if (bodies > 1)
        {
            Note(ProcessDefects.BadValue, "a body is one of json, text and base64, not several");
        }
        else if (isNeeded && bodies == 0)
        {
            Note(ProcessDefects.MissingMember, "a frame has text or base64");
        }
    }

    private void JudgeContentType()
    {
        if (_headers.FindIndex(static header => header.Name == "content-type") is >= 0 and var at)
        {
            if (_contentType is not null)
            {
                Note(ProcessDefects.DuplicateMember, "the content type is given twice: as content_type and in headers");
            }

            _contentType = _headers[at].Value;
        }
        else
        {
            _contentType ??= _seen.Contains("json") ? "application/json" : _seen.Contains("base64") ? "application/octet-stream" : _seen.Contains("text") ? "text/plain" : null;
            if (_contentType is not null)
            {
                _headers.Add(new Header("content-type", _contentType));
            }
        }
    }

    private string? MediaType() => _contentType?.Split(';')[0].Trim().ToLower(CultureInfo.InvariantCulture);

    private void ReadJson(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        var value = line[start..(int)reader.BytesConsumed];
        if (CanonicalJson.TryCanonicalize(value, out _, out var problem))
        {
            _body = value;
        }
        else
        {
            Note(problem!.Reason.Contains("twice", StringComparison.Ordinal) ? ProcessDefects.DuplicateMember : ProcessDefects.BadValue, $"the member 'json' has no single meaning: {problem.Reason}");
        }
    }

    private void ReadBase64(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetBytesFromBase64(out var bytes))
        {
            Note(ProcessDefects.BadValue, $"the member 'base64' must be base64 (RFC 4648, with padding), was {Seen(ref reader)}");
            reader.Skip();
            return;
        }

        _body = bytes;
    }

    private void ReadHeaders(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Note(ProcessDefects.BadValue, $"the member 'headers' must be an object of texts, was {Seen(ref reader)}");
            reader.Skip();
            return;
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (!names.Add(name))
            {
                Note(ProcessDefects.DuplicateMember, $"the header '{Short(name)}' is given twice, names ignore case: write a list of values");
            }

            ReadHeader(ref reader, name);
        }

        if (_headers.Count > ProcessProtocol.MaxHeaders)
        {
            Note(ProcessDefects.TooMany, string.Create(CultureInfo.InvariantCulture, $"an answer may have {ProcessProtocol.MaxHeaders} headers, this one has {_headers.Count}"));
        }
    }

    private void ReadHeader(ref Utf8JsonReader reader, string name)
    {
        if (name.Length is 0 or > ProcessProtocol.MaxNameLength || name.Any(static character => !char.IsAsciiLetterOrDigit(character) && !"!#$%&'*+.^_`|~-".Contains(character)))
        {
            Note(ProcessDefects.BadValue, $"'{Short(name)}' is no header name: write letters, digits and -");
        }

        var lowered = name.ToLower(CultureInfo.InvariantCulture);
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            Add(lowered, HeaderText(ref reader, $"headers.{Short(name)}"));
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Add(lowered, HeaderText(ref reader, $"headers.{Short(name)}"));
        }
    }

    private void Add(string name, string? value)
    {
        if (value is not null)
        {
            _headers.Add(new Header(name, value));
        }
    }

    private string? HeaderText(ref Utf8JsonReader reader, string name)
    {
        var text = Text(ref reader, name, 64 * 1024);
        if (text is not null && text.Any(static character => char.IsControl(character) && character != '\t'))
        {
            Note(ProcessDefects.BadValue, $"'{name}' must be one line without control characters");
        }

        return text;
    }

    private string? Text(ref Utf8JsonReader reader, string name, int lengthMax)
    {
        if (reader.TokenType == JsonTokenType.String && reader.GetString() is { } text && text.Length <= lengthMax)
        {
            return text;
        }

        Note(ProcessDefects.BadValue, string.Create(CultureInfo.InvariantCulture, $"the member '{name}' must be a text of at most {lengthMax} characters, was {Seen(ref reader)}"));
        reader.Skip();
        return null;
    }

    private long? Whole(ref Utf8JsonReader reader, string name, long min, long max)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value) && value >= min && value <= max)
        {
            return value;
        }

        Note(ProcessDefects.BadValue, string.Create(CultureInfo.InvariantCulture, $"the member '{name}' must be a whole number from {min} to {max}, was {Seen(ref reader)}"));
        reader.Skip();
        return null;
    }

    private void Unknown(ref Utf8JsonReader reader, string name)
    {
        var hint = name is "body" or "data" or "result" ? ": a body is json, text or base64" : "";
        Note(ProcessDefects.UnknownMember, $"the protocol has no member '{Short(name)}'{hint}; it has {string.Join(", ", Names)}");
        reader.Skip();
    }

    // The first defect is the one that is told: later ones are often its consequence.
    private void Note(string defect, string text) => _problem ??= (defect, text);

    private string Seen(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.Null => "null",
        _ => ProcessLineReader.Shown(line.Span[(int)reader.TokenStartIndex..(int)reader.BytesConsumed]),
    };

    private static string Short(string name) => name.Length <= 60 ? name : $"{name[..60]}...";
}
