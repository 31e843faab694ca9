using System.Globalization;
using System.Threading.Channels;
using TestOps.Core.Engines;

namespace TestOps.Engines.Process;

/// <summary>
/// A conversation with an engine over two streams, in the protocol <see cref="ProcessProtocol.Version"/>. Calls are sent in the order in which they are made, as many at a
/// time as the engine takes; answers come in any order. Whatever the engine prints becomes the failure of a call: a line that names its call spoils that call alone, any
/// other defect ends the conversation, because nothing after it can be trusted. Safe for concurrent use.
/// </summary>
public sealed class ProcessDialogue : IEngineClient, IAsyncDisposable
{
    private static readonly TimeSpan DisposeTimeout = TimeSpan.FromSeconds(1);

    private readonly Stream _toEngine;
    private readonly ProcessDialogueOptions _options;
    private readonly LineStream _lines;
    private readonly Channel<PendingCall> _outgoing = Channel.CreateUnbounded<PendingCall>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<EngineHello> _hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly Queue<PendingCall> _waiting = [];
    private readonly Dictionary<long, PendingCall> _inFlight = [];
    private readonly HashSet<long> _abandoned = [];
    private readonly Task _reading;
    private readonly Task _writing;
    private EngineFailure? _end;
    private long _lastId;
    private int _concurrency;
    private int _isDisposed;

    /// <summary>Starts to listen; <paramref name="toEngine"/> is the engine's standard input, <paramref name="fromEngine"/> its standard output. Both are closed with the conversation.</summary>
    public ProcessDialogue(Stream toEngine, Stream fromEngine, ProcessDialogueOptions options)
    {
        _toEngine = toEngine;
        _options = options;
        _lines = new LineStream(fromEngine, ProcessProtocol.MaxLineBytes(options.MaxBodyBytes));
        _reading = ReadAsync(fromEngine);
        _writing = WriteAsync();
    }

    /// <summary>Why the conversation has ended; null while it goes on.</summary>
    public EngineFailure? End
    {
        get
        {
            lock (_lock)
            {
                return _end;
            }
        }
    }

    /// <summary>Greets the engine and waits until it is ready. To be called once, before any call.</summary>
    /// <exception cref="ProcessDialogueException">The engine does not answer in time, answers something else, or ends.</exception>
    public async Task<EngineHello> HelloAsync(CancellationToken cancellationToken)
    {
        _outgoing.Writer.TryWrite(new PendingCall(0, _stop) { Line = ProcessLineWriter.Hello() });
        try
        {
            var hello = await _hello.Task.WaitAsync(_options.ReadyTimeout, _options.Time, cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                _concurrency = hello.Concurrency;
                Pump();
            }

            return hello;
        }
        catch (TimeoutException exception)
        {
            throw new ProcessDialogueException($"it did not answer the hello within {ProcessFailures.Seconds(_options.ReadyTimeout)}", exception);
        }
    }

    /// <inheritdoc />
    public async ValueTask<EngineReply> CallAsync(EngineCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var timeout = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _options.Time);
        PendingCall pending;
        try
        {
            pending = Enqueue(call, timeout);
        }
        catch (InvalidProcessCallException exception)
        {
            return EngineReply.Failed(ProcessFailures.CannotSend(exception.Message), 0);
        }

        using var whenLate = timeout.Token.Register(() => GiveUp(pending));
        using var whenCancelled = cancellationToken.Register(() => Abandon(pending, cancellationToken));
        return await pending.Reply.ConfigureAwait(false);
    }

    /// <summary>Closes the engine's standard input, which tells it to end, and stops listening. Calls in flight fail.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        EndWith(ProcessFailures.Lost("the conversation was closed"));
        _outgoing.Writer.TryComplete();
        await _stop.CancelAsync().ConfigureAwait(false);
        await WithinAsync(_writing).ConfigureAwait(false);
        await _toEngine.DisposeAsync().ConfigureAwait(false);
        await WithinAsync(_reading).ConfigureAwait(false);
        _stop.Dispose();
    }

    private PendingCall Enqueue(EngineCall call, CancellationTokenSource timeout)
    {
        lock (_lock)
        {
            var pending = new PendingCall(_lastId + 1, timeout);
            if (_end is { } end)
            {
                pending.Answer(EngineReply.Failed(ProcessFailures.After(end), 0));
                return pending;
            }

            pending.Line = ProcessLineWriter.Call(pending.Id, call, _options.Headers);
            _lastId = pending.Id;
            _waiting.Enqueue(pending);
            Pump();
            return pending;
        }
    }

    // Under the lock. Sends what waits, as far as the engine takes it.
    private void Pump()
    {
        while (_end is null && _inFlight.Count < _concurrency && _waiting.TryDequeue(out var next))
        {
            if (!next.IsOver)
            {
                _inFlight.Add(next.Id, next);
                next.Send(_options.Time, _options.Timeout);
                _outgoing.Writer.TryWrite(next);
            }
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var pending in _outgoing.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                await _toEngine.WriteAsync(LineOf(pending), _stop.Token).ConfigureAwait(false);
                await _toEngine.FlushAsync(_stop.Token).ConfigureAwait(false);
                lock (_lock)
                {
                    pending.IsWritten = true;
                    pending.Line = default;
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Disposed.
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            await LoseAsync("it closed its standard input").ConfigureAwait(false);
        }
    }

    // Empty where the caller gave up before the turn of its call.
    private ReadOnlyMemory<byte> LineOf(PendingCall pending)
    {
        lock (_lock)
        {
            return pending.Line;
        }
    }

    private async Task ReadAsync(Stream fromEngine)
    {
        try
        {
            while (await _lines.ReadAsync(_stop.Token).ConfigureAwait(false) is { } line)
            {
                if (_lines.IsTooLong)
                {
                    var limit = ProcessProtocol.MaxLineBytes(_options.MaxBodyBytes);
                    Break(new DefectMessage(ProcessDefects.LineTooLong, string.Create(CultureInfo.InvariantCulture, $"the engine printed a line of more than {limit} bytes, which begins {ProcessLineReader.Shown(line.Span)}; raise engine.max_body, or answer less")));
                    return;
                }

                if (_lines.IsCutOff)
                {
                    break;
                }

                if (!Take(ProcessLineReader.Read(line)))
                {
                    return;
                }
            }

            await LoseAsync(_lines.IsCutOff ? "it closed its standard output in the middle of a line" : "it closed its standard output").ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Disposed.
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            await LoseAsync("its standard output cannot be read").ConfigureAwait(false);
        }
        finally
        {
            await fromEngine.DisposeAsync().ConfigureAwait(false);
        }
    }

    // Whether to read on.
    private bool Take(ProcessMessage message)
    {
        var defect = message switch
        {
            DefectMessage broken => broken,
            HelloMessage hello => TakeHello(hello.Hello),
            FrameMessage frame => TakeFrame(frame),
            AnswerMessage answer => TakeAnswer(answer),
            _ => throw new InvalidOperationException($"No such message: {message.GetType().Name}."),
        };
        return defect is null || (defect.Id is { } id && Spoil(id, defect)) || !Break(defect);
    }

    private DefectMessage? TakeHello(EngineHello hello)
    {
        if (hello.Protocol != ProcessProtocol.Version)
        {
            return new DefectMessage(ProcessDefects.UnknownProtocol, $"the engine speaks '{hello.Protocol}', TestOps speaks {ProcessProtocol.Version}");
        }

        return _hello.TrySetResult(hello) ? null : new DefectMessage(ProcessDefects.OutOfTurn, "the engine sent a second hello");
    }

    private DefectMessage? TakeFrame(FrameMessage frame)
    {
        lock (_lock)
        {
            if (!_inFlight.TryGetValue(frame.Id, out var pending))
            {
                return _abandoned.Contains(frame.Id) ? null : Stray(frame.Id, "frame");
            }

            if (pending.Frames.Count == ProcessProtocol.MaxFrames)
            {
                return new DefectMessage(ProcessDefects.TooMany, string.Create(CultureInfo.InvariantCulture, $"an answer may have {ProcessProtocol.MaxFrames} frames"), frame.Id);
            }

            pending.FrameBytes += frame.Data.Length;
            if (pending.FrameBytes > _options.MaxBodyBytes)
            {
                return Finish(pending, EngineReply.Failed(ProcessFailures.BodyTooLarge(_options.MaxBodyBytes), pending.ElapsedNs(_options.Time)), isAnswered: false);
            }

            pending.Frames.Add(new Frame(pending.ElapsedNs(_options.Time), frame.Data));
            return null;
        }
    }

    private DefectMessage? TakeAnswer(AnswerMessage answer)
    {
        lock (_lock)
        {
            if (!_inFlight.TryGetValue(answer.Id, out var pending))
            {
                return _abandoned.Remove(answer.Id) ? null : Stray(answer.Id, "answer");
            }

            if (answer.Body is not null && pending.Frames.Count > 0)
            {
                return new DefectMessage(ProcessDefects.BadValue, "a body comes in frames or in the answer, not in both", answer.Id);
            }

            var elapsedNs = pending.ElapsedNs(_options.Time);
            return Finish(pending, ReplyOf(answer, pending, elapsedNs), isAnswered: true);
        }
    }

    private EngineReply ReplyOf(AnswerMessage answer, PendingCall pending, long elapsedNs)
    {
        if (answer.Body is { } body)
        {
            return body.Length > _options.MaxBodyBytes
                ? EngineReply.Failed(ProcessFailures.BodyTooLarge(_options.MaxBodyBytes), elapsedNs)
                : EngineReply.Plain(answer.Status, answer.ContentType, body, elapsedNs, answer.Headers);
        }

        return new EngineReply { Status = answer.Status, ContentType = answer.ContentType, Headers = answer.Headers, Frames = pending.Frames, ElapsedNs = elapsedNs };
    }

    // Under the lock. Ends a call; the next one may be sent.
    private DefectMessage? Finish(PendingCall pending, EngineReply reply, bool isAnswered)
    {
        _inFlight.Remove(pending.Id);
        if (!isAnswered)
        {
            _abandoned.Add(pending.Id);
        }

        pending.Answer(reply);
        Pump();
        return _abandoned.Count <= ProcessProtocol.MaxAbandoned
            ? null
            : new DefectMessage(ProcessDefects.TooMany, string.Create(CultureInfo.InvariantCulture, $"more than {ProcessProtocol.MaxAbandoned} calls were given up and never answered"));
    }

    private DefectMessage Stray(long id, string what) => !_hello.Task.IsCompletedSuccessfully
        ? new DefectMessage(ProcessDefects.OutOfTurn, $"the engine sent {what} {Text(id)} before its hello")
        : id <= _lastId
            ? new DefectMessage(ProcessDefects.AnsweredTwice, $"the engine sent a further {what} for call {Text(id)}, which it has answered, or which was not sent yet")
            : new DefectMessage(ProcessDefects.UnknownId, $"the engine sent {what} {Text(id)}, the last call was {Text(_lastId)}: answer with the id of the call, as it is");

    // A defect that names its call: that call fails, and the conversation goes on.
    private bool Spoil(long id, DefectMessage defect)
    {
        lock (_lock)
        {
            if (_inFlight.TryGetValue(id, out var pending))
            {
                return Finish(pending, EngineReply.Failed(ProcessFailures.Broken(defect), pending.ElapsedNs(_options.Time)), defect.IsAnswer) is null;
            }

            return defect.IsAnswer ? _abandoned.Remove(id) : _abandoned.Contains(id);
        }
    }

    private bool Break(DefectMessage defect)
    {
        EndWith(ProcessFailures.Broken(defect));
        return true;
    }

    private async Task LoseAsync(string how)
    {
        var fate = _options.DescribeEnd is { } describe && !_stop.IsCancellationRequested ? await describe().ConfigureAwait(false) : how;
        EndWith(ProcessFailures.Lost(fate.Length == 0 ? how : fate));
    }

    private void EndWith(EngineFailure end)
    {
        lock (_lock)
        {
            if (_end is not null)
            {
                return;
            }

            _end = end;
            foreach (var pending in _inFlight.OrderBy(static call => call.Key).Select(static call => call.Value))
            {
                pending.Answer(EngineReply.Failed(end, pending.ElapsedNs(_options.Time)));
            }

            while (_waiting.TryDequeue(out var waiting))
            {
                waiting.Answer(EngineReply.Failed(ProcessFailures.After(end), 0));
            }

            _inFlight.Clear();
        }

        _hello.TrySetException(new ProcessDialogueException(end.Message, null));
        _ = _hello.Task.Exception;
    }

    // The limit of a call has passed.
    private void GiveUp(PendingCall pending)
    {
        DefectMessage? defect;
        lock (_lock)
        {
            if (pending.IsOver)
            {
                return;
            }

            var isWritten = pending.IsWritten;
            defect = Finish(pending, EngineReply.Failed(ProcessFailures.TimedOut(_options.Timeout), pending.ElapsedNs(_options.Time)), isAnswered: false);
            if (!isWritten)
            {
                defect = new DefectMessage(ProcessDefects.NotReading, $"the engine has not read its standard input for {ProcessFailures.Seconds(_options.Timeout)}: read lines while you work, or raise engine.timeout");
            }
        }

        if (defect is not null)
        {
            Break(defect);
        }
    }

    private void Abandon(PendingCall pending, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            pending.Cancel(cancellationToken);
            if (_inFlight.Remove(pending.Id))
            {
                _abandoned.Add(pending.Id);
                Pump();
            }
        }
    }

    private async Task WithinAsync(Task task)
    {
        try
        {
            await task.WaitAsync(DisposeTimeout, _options.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A pipe that a grandchild holds open may never end; what reads it ends with the process.
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
