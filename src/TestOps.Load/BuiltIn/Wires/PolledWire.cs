using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace TestOps.Load.BuiltIn.Wires;

/// <summary>
/// A plain connection on a <see cref="PollLoop"/>. Changes are reported once (edge-triggered): it remembers that there may be something to read until a read finds nothing, so that an
/// idle connection that was closed shows without a system call.
/// </summary>
internal sealed class PolledWire : Wire, IValueTaskSource<int>
{
    private static int s_last;
    // Also what the state is guarded by: ten thousand users feel an object more.
    private readonly SocketHandle _socket;
    private readonly PollLoop _loop;
    private readonly int _handle;
    private ManualResetValueTaskSourceCore<int> _read;
    private IReadRoom? _target;
    private bool _isReading;
    private bool _mayRead;
    private bool _hasEnded;
    private bool _isClosed;
    private TaskCompletionSource? _writable;

    private PolledWire(SocketHandle socket)
    {
        _socket = socket;
        _handle = socket.Number;
        _loop = PollLoop.Next();
    }

    /// <summary>Tells it from others, also from those that its socket's number belonged to before.</summary>
    public int Number { get; } = Interlocked.Increment(ref s_last);

    public override bool CountsBytes => false;

    /// <summary>Connects to an address.</summary>
    /// <exception cref="SocketException">Nobody answers there.</exception>
    public static async ValueTask<PolledWire> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var wire = new PolledWire(Epoll.Open(address.AddressFamily));
        try
        {
            var isConnected = Epoll.Connect(wire._handle, address.Serialize());
            var connected = isConnected ? Task.CompletedTask : wire.NextWritable();
            wire._loop.Add(wire._handle, wire);
            using var registration = cancellationToken.UnsafeRegister(static state => ((PolledWire)state!).Abort(), wire);
            await connected.ConfigureAwait(false);
            return isConnected || wire.ConnectFailure() is not { } failure ? wire : throw failure;
        }
        catch (Exception e)
        {
            wire.Abort();
            cancellationToken.ThrowIfCancellationRequested();
            if (e is ObjectDisposedException)
            {
                throw new SocketException((int)SocketError.OperationAborted);
            }

            throw;
        }
    }

    public override ValueTask<int> ReadAsync(IReadRoom target)
    {
        lock (_socket)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            try
            {
                if (_mayRead && TryReceive(target.Room, out var count))
                {
                    return new ValueTask<int>(count);
                }
            }
            catch (SocketException e)
            {
                return ValueTask.FromException<int>(e);
            }

            _read.Reset();
            _target = target;
            _isReading = true;
            return new ValueTask<int>(this, _read.Version);
        }
    }

    public override void LookAgain()
    {
        lock (_socket)
        {
            _mayRead = true;
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        int sent;
        lock (_socket)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            try
            {
                sent = Epoll.Send(_handle, bytes.Span);
            }
            catch (SocketException e)
            {
                return ValueTask.FromException(e);
            }
        }

        return sent == bytes.Length ? ValueTask.CompletedTask : WriteOnAsync(bytes[sent..]);
    }

    /// <summary>The loop has seen a change.</summary>
    public void OnChange(uint changes)
    {
        TaskCompletionSource? writable = null;
        SocketException? failure = null;
        var count = 0;
        var isRead = false;
        lock (_socket)
        {
            if (_isClosed)
            {
                return;
            }

            if ((changes & (Epoll.Out | Epoll.Error | Epoll.HangUp)) != 0)
            {
                (writable, _writable) = (_writable, null);
            }

            _mayRead = true;
            _hasEnded |= (changes & (Epoll.ReadHangUp | Epoll.Error | Epoll.HangUp)) != 0;
            if (_isReading)
            {
                // Also where there is room to write: the change is reported once, and an answer that comes before the request is all written may be followed by nothing.
                try
                {
                    isRead = TryReceive(_target!.Room, out count);
                }
                catch (SocketException e)
                {
                    failure = e;
                }

                _isReading = !isRead && failure is null;
                _target = _isReading ? _target : null;
            }
        }

        writable?.TrySetResult();
        if (failure is not null)
        {
            _read.SetException(failure);
        }
        else if (isRead)
        {
            _read.SetResult(count);
        }
    }

    public override void Abort()
    {
        TaskCompletionSource? writable;
        bool wasReading;
        lock (_socket)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            _loop.Remove(_handle);
            _socket.Dispose();
            (writable, _writable) = (_writable, null);
            (wasReading, _isReading) = (_isReading, false);
            _target = null;
        }

        writable?.TrySetException(new ObjectDisposedException(nameof(PolledWire)));
        if (wasReading)
        {
            _read.SetException(new SocketException((int)SocketError.OperationAborted));
        }
    }

    int IValueTaskSource<int>.GetResult(short token) => _read.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _read.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _read.OnCompleted(continuation, state, token, flags);

    /// <summary>Receives within the gate; false where there is nothing yet.</summary>
    private bool TryReceive(Memory<byte> buffer, out int count)
    {
        count = Epoll.Receive(_handle, buffer.Span);

        // Less than there was room for: all that was there, and what comes now is another change. The end, which may have been reported with the last bytes, is not reported again.
        _mayRead = count == buffer.Length || count == 0 || _hasEnded;
        return count >= 0;
    }

    private async ValueTask WriteOnAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            Task writable;
            lock (_socket)
            {
                ObjectDisposedException.ThrowIf(_isClosed, this);
                bytes = bytes[Epoll.Send(_handle, bytes.Span)..];
                writable = bytes.IsEmpty ? Task.CompletedTask : NextWritable();
            }

            await writable.ConfigureAwait(false);
        }
    }

    private SocketException? ConnectFailure()
    {
        lock (_socket)
        {
            return _isClosed ? new SocketException((int)SocketError.OperationAborted) : Epoll.ConnectFailure(_handle);
        }
    }

    private Task NextWritable()
    {
        lock (_socket)
        {
            _writable ??= new TaskCompletionSource();
            return _writable.Task;
        }
    }
}
