using System.Globalization;
using System.Threading.Channels;
using TestOps.Core.Engines;

namespace TestOps.Engines.Process;

/// <summary>
/// A conversation with an engine over two streams, in the protocol <see cref="ProcessProtocol.Version"/>. Calls are sent in the order in which they are made, as many at a
/// time as the engine takes; answers come in any order. Whatever the engine prints becomes the failure of a call: a line that names its call spoils that call alone, any
/// other defect ends the conversation, because nothing after it can be trusted. Safe for concurrent use.
/// </summary>
public sealed partial class ProcessDialogue : IEngineClient, IAsyncDisposable
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
}
