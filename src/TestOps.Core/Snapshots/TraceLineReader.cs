using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using TestOps.Core.Engines;
using TestOps.Core.Traces;

namespace TestOps.Core.Snapshots;

/// <summary>Reads lines that <see cref="TraceLine"/> wrote. Bodies stay slices of the line.</summary>
public static class TraceLineReader
{
    /// <summary>Reads one line without its <c>\n</c>.</summary>
    /// <exception cref="FormatException">The line is not of the documented form.</exception>
    public static TraceStep Read(ReadOnlyMemory<byte> line)
    {
        // The last occurrence: a body may contain the same text, what follows the digests may not.
        var covered = line.Span.LastIndexOf(TraceLine.RawEnd);
        if (covered < 0)
        {
            throw new FormatException("no compare digest");
        }

        try
        {
            var fields = new Fields(line);
            return new TraceStep(fields.ToRecord(), line[..covered], Digest(fields.Compare), Digest(fields.Raw));
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or ArgumentException or DecoderFallbackException or OverflowException)
        {
            throw new FormatException($"not a line of a trace: {problem.Message}", problem);
        }
    }

    private static byte[] Digest(string? hex) =>
        hex is { Length: TraceLine.DigestBytes * 2 } ? Convert.FromHexString(hex) : throw new FormatException("a digest is missing or has the wrong length");

    /// <summary>The members of one line, in whatever order they come.</summary>
    private ref struct Fields
    {
        private readonly ReadOnlyMemory<byte> _line;
        private Utf8JsonReader _reader;
        private long _session = -1;
        private int _step;
        private long? _order;
        private string? _scenario;
        private string? _name;
        private string? _method;
        private string? _path;
        private Header[] _requestHeaders = [];
        private RecordedBody _requestBody;
        private int _status = -1;
        private string? _contentType;
        private Header[] _headers = [];
        private RecordedBody _body;
        private readonly List<RecordedCheck> _checks = [];
        private EngineFailureKind? _failure;
        private long _startNs;
        private long _elapsedNs;
        private bool _isVirtual;

        public Fields(ReadOnlyMemory<byte> line)
        {
            _line = line;
            _reader = new Utf8JsonReader(line.Span, new JsonReaderOptions { MaxDepth = 256 });
            Expect(_reader.Read() && _reader.TokenType == JsonTokenType.StartObject);
            while (NextName() is { } name)
            {
                ReadMember(name);
            }

            Expect(_reader.BytesConsumed == line.Length);
        }

        public string? Compare { get; private set; }

        public string? Raw { get; private set; }

        public readonly StepRecord ToRecord() => new()
        {
            Session = _session >= 0 ? _session : throw new FormatException("no session"),
            Step = _step > 0 ? _step : throw new FormatException("no step"),
            Order = _order,
            Scenario = _scenario ?? throw new FormatException("no scenario"),
            Name = _name ?? throw new FormatException("no name"),
            Method = _method ?? throw new FormatException("no method"),
            Path = _path ?? throw new FormatException("no path"),
            RequestHeaders = _requestHeaders,
            RequestBody = _requestBody,
            Status = _status >= 0 ? _status : throw new FormatException("no status"),
            ContentType = _contentType,
            Headers = _headers,
            Body = _body,
            Checks = _checks,
            Failure = _failure,
            StartNs = _startNs,
            ElapsedNs = _elapsedNs,
            IsVirtualTime = _isVirtual,
        };

        private void ReadMember(string name)
        {
            switch (name)
            {
                case "session": _session = Integer(); break;
                case "step": _step = checked((int)Integer()); break;
                case "order": _order = Integer(); break;
                case "scenario": _scenario = Text(); break;
                case "name": _name = Text(); break;
                case "request": ReadRequest(); break;
                case "status": _status = checked((int)Integer()); break;
                case "type": _contentType = Text(); break;
                case "headers": _headers = Headers(); break;
                case "json" or "text" or "base64": _body = Body(name); break;
                case "checks": ReadChecks(); break;
                case "failure": _failure = Failure(Text()); break;
                case "time" or "wall": ReadTimes(isVirtual: name == "time"); break;
                case "compare": Compare = Text(); break;
                case "raw": Raw = Text(); break;
                case "world" or "kind": Advance(); break;
                default: throw new FormatException($"unknown member '{name}'");
            }
        }

        // Enum.Parse takes numbers and lists, too.
        private static EngineFailureKind Failure(string name) =>
            Enum.TryParse<EngineFailureKind>(name, out var kind) && kind.ToString() == name ? kind : throw new FormatException($"unknown failure '{name}'");

        private void ReadRequest()
        {
            Advance();
            while (NextName() is { } name)
            {
                switch (name)
                {
                    case "method": _method = Text(); break;
                    case "path": _path = Text(); break;
                    case "headers": _requestHeaders = Headers(); break;
                    case "json" or "text" or "base64": _requestBody = Body(name); break;
                    default: throw new FormatException($"unknown member 'request.{name}'");
                }
            }
        }

        private void ReadChecks()
        {
            Advance();
            while (NextName() is { } name)
            {
                Advance();
                _checks.Add(new RecordedCheck(name, _reader.GetBoolean()));
            }
        }

        private void ReadTimes(bool isVirtual)
        {
            _isVirtual = isVirtual;
            Advance();
            while (NextName() is { } name)
            {
                if (name == "start_ns")
                {
                    _startNs = Integer();
                }
                else
                {
                    _elapsedNs = Integer();
                }
            }
        }

        private Header[] Headers()
        {
            var headers = new List<Header>();
            Advance();
            Advance();
            while (_reader.TokenType == JsonTokenType.StartArray)
            {
                headers.Add(new Header(Text(), Text()));
                Advance();
                Advance();
            }

            return [.. headers];
        }

        private RecordedBody Body(string kind)
        {
            Advance();
            if (kind == "json")
            {
                var start = (int)_reader.TokenStartIndex;
                _reader.Skip();
                return new RecordedBody(BodyKind.Json, _line[start..(int)_reader.BytesConsumed]);
            }

            var text = _reader.GetString() ?? throw new FormatException("a body is null");
            return kind == "text" ? new RecordedBody(BodyKind.Text, Encoding.UTF8.GetBytes(text)) : new RecordedBody(BodyKind.Binary, Convert.FromBase64String(text));
        }

        private string? NextName()
        {
            Advance();
            return _reader.TokenType == JsonTokenType.PropertyName ? _reader.GetString() : null;
        }

        private long Integer()
        {
            Advance();
            return _reader.GetInt64();
        }

        private string Text()
        {
            Advance();
            return _reader.GetString() ?? throw new FormatException("a text is null");
        }

        private void Advance() => Expect(_reader.Read());

        private static void Expect(bool condition)
        {
            if (!condition)
            {
                throw new FormatException("the line ends early or continues after its end");
            }
        }
    }
}
