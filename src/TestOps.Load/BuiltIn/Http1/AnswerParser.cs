using System.Buffers;
using System.Globalization;
using TestOps.Core.Engines;
using TestOps.Load.BuiltIn.Wires;

namespace TestOps.Load.BuiltIn.Http1;

/// <summary>
/// Reads the answers of one HTTP/1.x connection, however their bytes arrive: bytes are put into <see cref="Room"/>, and <see cref="Fill"/> says how far the answer is. Strict and
/// bounded: 64 KiB of head, interim answers and trailers; a limit on the body. Not safe for concurrent use.
/// </summary>
public sealed class AnswerParser : IReadRoom, IDisposable
{
    private const int HeadMax = 64 * 1024;
    private const int ChunkLineMax = 4 * 1024;
    private const int InterimMax = 16;
    private const int HeadBuffer = 1024;
    private const int BodyBuffer = 16 * 1024;
    private long _bodyMax;
    private readonly AnswerHead _head = new();
    private readonly BodyMemory _memory;
    private readonly BodyFill _body;
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private int _headerStart;
    private int _headBytes;
    private int _interims;
    private bool _isHead;
    private bool _needsCrLf;
    private Framing _framing;
    private long _left;
    private long _received;
    private BodyUse _use;
    private Func<ReadOnlyMemory<byte>, bool>? _sink;

    /// <summary>Creates a parser that takes bodies of up to <paramref name="bodyMax"/> bytes.</summary>
    public AnswerParser(long bodyMax)
        : this(bodyMax, BodyMemory.Shared)
    {
    }

    /// <summary>The same; the bodies of all parsers with one <paramref name="memory"/> hold no more together than it allows. By default that is the one of the process.</summary>
    public AnswerParser(long bodyMax, BodyMemory memory)
    {
        _bodyMax = bodyMax;
        _memory = memory;
        _body = new BodyFill(memory);
    }

    private enum Framing
    {
        None,
        Length,
        ChunkLine,
        ChunkData,
        Trailers,
        UntilEnd,
    }

    /// <summary>How far the answer is.</summary>
    public AnswerState State { get; private set; }

    /// <summary>What is wrong with the answer; null unless it is <see cref="AnswerState.Broken"/>.</summary>
    public EngineFailure? Failure { get; private set; }

    /// <summary>HTTP status; known from <see cref="AnswerState.HeadRead"/> on.</summary>
    public int Status => _head.Status;

    /// <summary>Whether the answer is one of HTTP/1.0.</summary>
    public bool IsHttp10 => _head.IsHttp10;

    /// <summary>Content type without its parameters, in lower case; null for none.</summary>
    public string? ContentType => _head.ContentType;

    /// <summary>Value of <c>Content-Encoding</c>; null for none.</summary>
    public string? ContentEncoding => _head.Encoding;

    /// <summary>Headers; valid beyond the answer.</summary>
    public IReadOnlyList<Header> Headers { get; private set; } = [];

    /// <summary>Whether any byte of this answer has arrived.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Whether another request may follow on the connection: the answer was complete, kept it open, and nothing came behind it.</summary>
    public bool KeepsAlive => State == AnswerState.Complete && _head.KeepsAlive && !_head.IsAmbiguous && _framing != Framing.UntilEnd && _head.Status != 101 && _start == _end;

    /// <summary>Where the next bytes go; never empty.</summary>
    public Memory<byte> Room
    {
        get
        {
            if (State == AnswerState.Body && _framing == Framing.Length && _use == BodyUse.Keep && _start == _end && _body.Rest is { IsEmpty: false } rest)
            {
                return rest;
            }

            if (_start == _end && (State != AnswerState.Head || _headerStart < 0))
            {
                _start = 0;
                _end = 0;
            }

            if (_end == _buffer.Length || (State == AnswerState.Body && _buffer.Length < BodyBuffer))
            {
                MakeRoom(State == AnswerState.Body ? BodyBuffer : HeadBuffer);
            }

            return _buffer.AsMemory(_end);
        }
    }

    /// <summary>Takes bodies of up to <paramref name="bodyMax"/> bytes from now on: a parser that rests goes from one connection to another.</summary>
    internal AnswerParser For(long bodyMax)
    {
        _bodyMax = bodyMax;
        return this;
    }

    /// <summary>Begins the next answer; <paramref name="isHead"/> where the request was a HEAD, whose answer has no body whatever it announces.</summary>
    public void Begin(bool isHead)
    {
        _isHead = isHead;
        _interims = 0;
        _headBytes = 0;
        _received = 0;
        _needsCrLf = false;
        _body.Drop();
        _sink = null;
        Failure = null;
        Headers = [];
        HasBegun = false;
        State = AnswerState.Head;
        BeginHead();
    }

    /// <summary><paramref name="count"/> bytes, at least 1, have been put into <see cref="Room"/>.</summary>
    public AnswerState Fill(int count)
    {
        HasBegun = true;
        if (State == AnswerState.Body && _framing == Framing.Length && _use == BodyUse.Keep && _start == _end && !_body.Rest.IsEmpty)
        {
            _body.Filled(count);
            _left -= count;
            return State = _left == 0 ? AnswerState.Complete : AnswerState.Body;
        }

        _end += count;
        return State switch
        {
            AnswerState.Head => ReadHead(),
            AnswerState.Body => ReadBody(),
            _ => State,
        };
    }

    /// <summary>Says what becomes of the body, and reads what of it is there already. A sink says false where it wants no more.</summary>
    public AnswerState BeginBody(bool isDropped, Func<ReadOnlyMemory<byte>, bool>? sink = null)
    {
        _use = sink is not null ? BodyUse.Sink : isDropped ? BodyUse.Drop : BodyUse.Keep;
        _sink = sink;
        _framing = _isHead || Status is 101 or 204 or 304 ? Framing.None
            : _head.IsChunked ? Framing.ChunkLine
            : _head.Length is { } length ? length == 0 ? Framing.None : Framing.Length
            : Framing.UntilEnd;
        if (_framing == Framing.None)
        {
            return State = AnswerState.Complete;
        }

        _left = _framing == Framing.Length ? _head.Length!.Value : 0;
        if (_left > _bodyMax)
        {
            return TooLarge();
        }

        if (_use == BodyUse.Keep)
        {
            _body.Begin(_framing == Framing.Length ? _left : null);
        }

        State = AnswerState.Body;
        return ReadBody();
    }

    /// <summary>The connection has ended: the answer is complete where its body lasts until then, and broken else.</summary>
    public AnswerState End()
    {
        if (State == AnswerState.Body && _framing == Framing.UntilEnd)
        {
            return State = AnswerState.Complete;
        }

        Failure = new EngineFailure(EngineFailureKind.ConnectionLost, HasBegun ? "the connection ended before the answer was complete" : "the connection ended before the answer", ErrorCodes.Generic);
        return State = AnswerState.Broken;
    }

    /// <summary>The body that was kept; empty where there is none. It is the caller's.</summary>
    public byte[] TakeBody() => _body.Take();

    /// <summary>
    /// The connection rests until its next answer begins: its buffer is given back and the headers are let go, as thousands of connections wait most of their time. Only where the answer keeps the connection, so
    /// that nothing is in the buffer, and no read is under way.
    /// </summary>
    public void Rest()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }

        Headers = [];
        _sink = null;
        _start = 0;
        _end = 0;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _body.Drop();
        Rest();
    }

    private void BeginHead()
    {
        _head.Reset();
        _headerStart = -1;
    }

    private AnswerState ReadHead()
    {
        while (TakeLine(HeadMax - _headBytes, out var line))
        {
            string? problem;
            if (_headerStart < 0)
            {
                problem = _head.ReadStatusLine(line);
                _headerStart = _start;
            }
            else if (line.IsEmpty)
            {
                if (Status is >= 100 and < 200 and not 101)
                {
                    if (++_interims > InterimMax)
                    {
                        return Break(string.Create(CultureInfo.InvariantCulture, $"more than {InterimMax} interim answers"));
                    }

                    BeginHead();
                    continue;
                }

                Headers = new WireHeaders(_buffer.AsSpan(_headerStart, _start - _headerStart));
                return State = AnswerState.HeadRead;
            }
            else
            {
                problem = _head.ReadHeader(line);
            }

            if (problem is not null)
            {
                return Break(problem);
            }
        }

        return _headBytes + (_end - _start) > HeadMax ? Break(string.Create(CultureInfo.InvariantCulture, $"its head is larger than {HeadMax / 1024} KiB")) : State;
    }

    private AnswerState ReadBody()
    {
        while (true)
        {
            switch (_framing)
            {
                case Framing.Length or Framing.ChunkData or Framing.UntilEnd:
                    if (_start == _end)
                    {
                        return State;
                    }

                    if (!TakeData())
                    {
                        return State;
                    }

                    break;
                case Framing.ChunkLine:
                    if (!TakeLine(ChunkLineMax, out var line))
                    {
                        return _end - _start > ChunkLineMax ? Break(string.Create(CultureInfo.InvariantCulture, $"the line before a chunk is longer than {ChunkLineMax} bytes")) : State;
                    }

                    if (!BeginChunk(line))
                    {
                        return State;
                    }

                    break;
                default:
                    if (!TakeLine(HeadMax - _headBytes, out var trailer))
                    {
                        return _headBytes + (_end - _start) > HeadMax ? Break(string.Create(CultureInfo.InvariantCulture, $"its trailers are larger than {HeadMax / 1024} KiB")) : State;
                    }

                    if (trailer.IsEmpty)
                    {
                        return State = AnswerState.Complete;
                    }

                    if (trailer.IndexOf((byte)':') <= 0)
                    {
                        return Break($"{AnswerHead.Shown(trailer)} is no trailer line");
                    }

                    break;
            }
        }
    }

    /// <summary>Reads the line before a chunk; false where the answer is broken.</summary>
    private bool BeginChunk(ReadOnlySpan<byte> line)
    {
        if (_needsCrLf)
        {
            _needsCrLf = false;
            if (!line.IsEmpty)
            {
                Break($"{AnswerHead.Shown(line)} follows a chunk");
                return false;
            }

            return true;
        }

        if (ChunkLine.Read(line) is not { } size)
        {
            Break($"{AnswerHead.Shown(line)} is no size of a chunk");
            return false;
        }

        _left = size;
        _framing = size == 0 ? Framing.Trailers : Framing.ChunkData;
        _headBytes = size == 0 ? 0 : _headBytes;
        if (_received + size > _bodyMax)
        {
            TooLarge();
            return false;
        }

        return true;
    }

    /// <summary>Takes what there is of the data; false where the answer does not go on.</summary>
    private bool TakeData()
    {
        var count = _framing == Framing.UntilEnd ? _end - _start : (int)Math.Min(_left, _end - _start);
        _received += count;
        if (_received > _bodyMax)
        {
            TooLarge();
            return false;
        }

        var data = _buffer.AsMemory(_start, count);
        _start += count;
        if (_use == BodyUse.Keep)
        {
            if (!_body.TryAdd(data.Span))
            {
                Failure = CallFailures.BodiesTooLarge(_memory.LimitBytes);
                State = AnswerState.Broken;
                return false;
            }
        }
        else if (_use == BodyUse.Sink && !_sink!(data))
        {
            State = AnswerState.Abandoned;
            return false;
        }

        if (_framing == Framing.UntilEnd)
        {
            return true;
        }

        _left -= count;
        if (_left > 0)
        {
            return true;
        }

        if (_framing == Framing.Length)
        {
            State = AnswerState.Complete;
            return false;
        }

        _framing = Framing.ChunkLine;
        _needsCrLf = true;
        return true;
    }

    /// <summary>Takes a line without its end; false where none is complete within <paramref name="max"/> bytes.</summary>
    private bool TakeLine(int max, out ReadOnlySpan<byte> line)
    {
        var unread = _buffer.AsSpan(_start, _end - _start);
        var end = unread.IndexOf((byte)'\n');
        if (end < 0 || end >= max)
        {
            line = default;
            return false;
        }

        line = end > 0 && unread[end - 1] == '\r' ? unread[..(end - 1)] : unread[..end];
        _start += end + 1;
        _headBytes += end + 1;
        return true;
    }

    private AnswerState Break(string problem)
    {
        Failure = new EngineFailure(EngineFailureKind.MalformedAnswer, $"the answer is not valid HTTP: {problem}", ErrorCodes.Generic);
        return State = AnswerState.Broken;
    }

    private AnswerState TooLarge()
    {
        Failure = CallFailures.BodyTooLarge(_bodyMax);
        return State = AnswerState.Broken;
    }

    private void MakeRoom(int least)
    {
        // Lines of the head are kept until it is complete; of a body nothing but an unfinished line is.
        var from = State == AnswerState.Head && _headerStart >= 0 ? _headerStart : _start;
        var kept = _end - from;
        var target = _buffer;
        if (kept > _buffer.Length / 2 || _buffer.Length < least)
        {
            target = ArrayPool<byte>.Shared.Rent(Math.Max(least, kept * 2));
        }

        _buffer.AsSpan(from, kept).CopyTo(target);
        if (!ReferenceEquals(target, _buffer) && _buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = target;
        _start -= from;
        _end -= from;
        _headerStart = _headerStart >= 0 ? _headerStart - from : _headerStart;
    }
}
