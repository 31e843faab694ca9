using System.Net.Sockets;
using System.Runtime.CompilerServices;
using TestOps.Core.Pooling;
using TestOps.Load.BuiltIn.Wires;

namespace TestOps.Load.BuiltIn.Http1;

/// <summary>A connection of one virtual user that carries one request at a time, plain or over TLS.</summary>
internal sealed class Http1Connection : IAbortable, IDisposable
{
    private const int RestingMax = 256;

    // From here on an engine may have had enough of waiting, and what it said of that may not have been reported yet. Calls that follow each other at once are not worth the system call.
    private const long IdleNs = 1_000_000;
    [ThreadStatic]
    private static Stack<AnswerParser>? t_resting;
    private readonly Wire _wire;
    private readonly CallMeter _meter;
    private readonly long _bodyMax;
    private AnswerParser? _answer;
    private ValueTask<int> _reading;
    private bool _isReading;
    private bool _isUsed;
    private long _restsSince;
    private Task? _writing;

    public Http1Connection(Wire wire, CallMeter meter, long bodyMax)
    {
        _wire = wire;
        _meter = meter;
        _bodyMax = bodyMax;
    }

    /// <summary>The answer that is being read, or was read last; none is while the connection rests.</summary>
    public AnswerParser Answer => _answer ?? throw new InvalidOperationException("The connection rests.");

    /// <summary>Version of TLS as k6 names it; null without TLS.</summary>
    public string? TlsVersion => _wire.TlsVersion;

    /// <summary>Whether another request may follow.</summary>
    public bool IsReusable => Answer.KeepsAlive && _writing is null;

    /// <summary>Whether the connection has carried a request before the current one.</summary>
    public bool IsReused { get; private set; }

    /// <summary>Whether all of the request was written at once, so that its bytes are needed no more.</summary>
    public bool IsWritten { get; private set; }

    /// <summary>
    /// Begins a request. The read of its answer is begun before anything is written: a kept connection that the other side has closed, or on which it has spoken unasked (a 408 for having
    /// waited too long), shows at once. False where that is so: nothing has been written, and the request belongs on another connection.
    /// </summary>
    public bool TryBegin(bool isHead)
    {
        IsReused = _isUsed;
        _isUsed = true;
        IsWritten = false;
        _answer ??= t_resting?.TryPop(out var resting) == true ? resting.For(_bodyMax) : new AnswerParser(_bodyMax);
        _answer.Begin(isHead);
        if (IsReused && _meter.BeforeCallNs(_restsSince) > IdleNs)
        {
            _wire.LookAgain();
        }

        try
        {
            _reading = _wire.ReadAsync(_answer);
        }
        catch (ObjectDisposedException)
        {
            // A limit that came just behind the last answer has ended the connection.
            return false;
        }

        _isReading = true;
        return !(IsReused && _reading.IsCompleted);
    }

    /// <summary>Writes the request and reads the head of the answer. Failures of the connection throw <see cref="IOException"/> or <see cref="SocketException"/>.</summary>
    public ValueTask<AnswerState> ExchangeAsync(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> rest)
    {
        _meter.BeforeWrite();
        var writing = WriteAsync(head);
        if (!writing.IsCompletedSuccessfully || !rest.IsEmpty)
        {
            return WriteAndReadAsync(writing, rest);
        }

        IsWritten = true;
        _meter.AfterWrite();
        return ReadAnswerAsync();
    }

    /// <summary>Reads until the head, or the body after it, is complete.</summary>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    public async ValueTask<AnswerState> ReadAnswerAsync()
    {
        var state = Answer.State;
        while (state is AnswerState.Head or AnswerState.Body)
        {
            if (!_isReading)
            {
                _reading = _wire.ReadAsync(Answer);
            }

            _isReading = false;
            var count = await _reading.ConfigureAwait(false);
            if (count == 0)
            {
                state = Answer.End();
                break;
            }

            if (!Answer.HasBegun)
            {
                _meter.AfterRead();
            }

            if (!_wire.CountsBytes)
            {
                _meter.Received(count);
            }

            state = Answer.Fill(count);
        }

        return state;
    }

    public void Abort() => _wire.Abort();

    /// <summary>
    /// The connection rests until its next request: its parser serves others meanwhile, because thousands of connections wait most of their time. Only where <see cref="IsReusable"/>.
    /// </summary>
    public void Rest()
    {
        var answer = Answer;
        _restsSince = _meter.Now;
        _answer = null;
        answer.Rest();
        t_resting ??= new Stack<AnswerParser>();
        if (t_resting.Count < RestingMax)
        {
            t_resting.Push(answer);
        }
    }

    /// <summary>Ends the connection where the request is still being written, and waits until its buffers are nobody's any more.</summary>
    public ValueTask EndWriteAsync() => _writing is { } writing ? EndAsync(writing) : ValueTask.CompletedTask;

    public void Dispose()
    {
        _wire.Dispose();
        if (!_isReading)
        {
            _answer?.Dispose();
        }

        // Else a read may still write to the buffer, which therefore is left to the collector instead of being given to others.
    }

    private async ValueTask EndAsync(Task writing)
    {
        Dispose();
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async ValueTask<AnswerState> WriteAndReadAsync(ValueTask writing, ReadOnlyMemory<byte> rest)
    {
        await WriteOnAsync(writing, rest).ConfigureAwait(false);
        return await ReadAnswerAsync().ConfigureAwait(false);
    }

    /// <summary>Writes what could not be written at once; the answer may come before, and then nothing more is waited for.</summary>
    private async ValueTask WriteOnAsync(ValueTask writing, ReadOnlyMemory<byte> rest)
    {
        var written = WriteRestAsync(writing, rest);
        var read = _reading.AsTask();
        _reading = new ValueTask<int>(read);
        _writing = written;
        if (await Task.WhenAny(written, read).ConfigureAwait(false) != written)
        {
            return;
        }

        try
        {
            await written.ConfigureAwait(false);
            _writing = null;
            _meter.AfterWrite();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // The engine closed while it was written to. Some answer first: 413, say.
            if (await IsAnsweredAsync(read).ConfigureAwait(false))
            {
                return;
            }

            throw;
        }
    }

    private static async Task<bool> IsAnsweredAsync(Task<int> read)
    {
        await ((Task)read).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return read.IsCompletedSuccessfully && await read.ConfigureAwait(false) > 0;
    }

    private async Task WriteRestAsync(ValueTask writing, ReadOnlyMemory<byte> rest)
    {
        await writing.ConfigureAwait(false);
        if (!rest.IsEmpty)
        {
            await WriteAsync(rest).ConfigureAwait(false);
        }
    }

    private ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (!_wire.CountsBytes)
        {
            _meter.Sent(bytes.Length);
        }

        return _wire.WriteAsync(bytes);
    }
}
