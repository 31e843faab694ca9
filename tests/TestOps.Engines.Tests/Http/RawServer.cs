using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TestOps.Engines.Tests.Http;

/// <summary>
/// A server that answers with exactly the given bytes and then does what <c>then</c> says, so that tests can send what no real server would.
/// </summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Socket, Task> _answer;
    private readonly List<string> _requests = [];
    private readonly Task _accepting;

    public RawServer(string answer, bool reset = false, bool hold = false)
        : this(async socket =>
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes(answer));
            if (hold)
            {
                // Holds the connection open until the client gives up.
                await socket.ReceiveAsync(new byte[1]);
            }

            if (reset)
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
            }
        })
    {
    }

    public RawServer(Func<Socket, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string BaseUrl => $"http://127.0.0.1:{Port}";

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The heads of the requests so far, byte for byte.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var socket = await _listener.AcceptSocketAsync(_stop.Token);
                var head = await ReadHeadAsync(socket);
                if (head.Length == 0)
                {
                    // The connection that a lease opens and closes to see whether anybody is there.
                    continue;
                }

                lock (_requests)
                {
                    _requests.Add(head);
                }

                await _answer(socket);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task<string> ReadHeadAsync(Socket socket)
    {
        var head = new StringBuilder();
        var buffer = new byte[65536];
        int read;
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && (read = await socket.ReceiveAsync(buffer, _stop.Token)) > 0)
        {
            head.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return head.ToString();
    }
}
