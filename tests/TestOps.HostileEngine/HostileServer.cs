using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace TestOps.HostileEngine;

/// <summary>An HTTP server on loopback that answers its first calls well, and misbehaves from a chosen call on.</summary>
public sealed class HostileServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<HostileConnection, Task> _connections = new();
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly HostileMode _mode;
    private readonly TimeProvider _time;
    private readonly Task _accepting;
    private long _calls;
    private long _from;

    private HostileServer(HostileMode mode, long from, int port, TimeProvider time)
    {
        _mode = mode;
        _from = from;
        _time = time;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listener.Listen(512);
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}");
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Calls that have arrived.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>Completes when the server has died by its mode.</summary>
    public TaskCompletionSource Died { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts a server whose calls misbehave from number <paramref name="from"/> on, counted from 1. Port 0 takes a free one.</summary>
    public static HostileServer Start(HostileMode mode, long from = 1, int port = 0) => new(mode, from, port, TimeProvider.System);

    /// <summary>From here on calls misbehave, or do so no more.</summary>
    public void BeHostile(bool isHostile = true) => Interlocked.Exchange(ref _from, isHostile ? 0 : long.MaxValue);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        _stopping.Dispose();
    }

    internal void Die()
    {
        _listener.Dispose();
        foreach (var connection in _connections.Keys)
        {
            connection.Reset();
        }

        Died.TrySetResult();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(_stopping.Token);
                socket.NoDelay = true;
                var connection = new HostileConnection(this, socket, _time, _stopping.Token);
                var serving = ServeAsync(connection);
                _connections[connection] = serving;
                if (serving.IsCompleted)
                {
                    _connections.TryRemove(connection, out _);
                }
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped, or died by its mode.
        }
    }

    private async Task ServeAsync(HostileConnection connection)
    {
        try
        {
            while (await connection.ReadRequestAsync())
            {
                var mode = Interlocked.Increment(ref _calls) < Interlocked.Read(ref _from) ? HostileMode.Good : _mode;
                if (!await mode.Answer(connection))
                {
                    break;
                }
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The caller gave up, or the server stops: for a hostile engine both are as good as an answer.
        }
        finally
        {
            connection.Dispose();
            _connections.TryRemove(connection, out _);
        }
    }
}
