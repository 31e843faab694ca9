using System.Net.Sockets;
using System.Text;

namespace TestOps.HostileEngine;

/// <summary>One connection of the server: reads requests as HTTP, writes whatever a mode wants.</summary>
public sealed class HostileConnection : IDisposable
{
    private const int RequestMax = 1024 * 1024;

    private readonly HostileServer _server;
    private readonly Socket _socket;
    private readonly TimeProvider _time;
    private readonly List<byte> _read = [];

    internal HostileConnection(HostileServer server, Socket socket, TimeProvider time, CancellationToken stopping)
    {
        _server = server;
        _socket = socket;
        _time = time;
        Stopping = stopping;
    }

    /// <summary>Cancelled when the server ends.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Ends the whole server, as a crash does: nothing listens any more, and every connection is reset.</summary>
    public void Die() => _server.Die();

    /// <summary>Resets the connection instead of closing it.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    /// <summary>Writes text as Latin-1, byte for byte.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Writes bytes.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, Stopping)..];
        }
    }

    /// <summary>Writes a complete, valid answer; <paramref name="headers"/> are whole lines.</summary>
    public Task AnswerAsync(string status, string body, params string[] headers) => AnswerAsync(status, Encoding.UTF8.GetBytes(body), headers);

    /// <summary>The same with a body of bytes.</summary>
    public async Task AnswerAsync(string status, byte[] body, params string[] headers)
    {
        var lines = string.Concat(headers.Select(header => header + "\r\n"));
        await SendAsync($"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n{lines}\r\n");
        await SendAsync(body);
    }

    /// <summary>Waits.</summary>
    public Task PauseAsync(TimeSpan pause) => Task.Delay(pause, _time, Stopping);

    /// <summary>Waits until the caller gives up.</summary>
    public async Task WaitForCallerAsync()
    {
        var rest = new byte[1024];
        while (await _socket.ReceiveAsync(rest, SocketFlags.None, Stopping) > 0)
        {
        }
    }

    /// <inheritdoc />
    public void Dispose() => _socket.Dispose();

    /// <summary>Reads one request with its body; false where the caller has closed.</summary>
    internal async Task<bool> ReadRequestAsync()
    {
        var buffer = new byte[16 * 1024];
        while (true)
        {
            if (TryTakeRequest())
            {
                return true;
            }

            var read = await _socket.ReceiveAsync(buffer, SocketFlags.None, Stopping);
            if (read == 0 || _read.Count > RequestMax)
            {
                return false;
            }

            _read.AddRange(buffer.AsSpan(0, read));
        }
    }

    private bool TryTakeRequest()
    {
        var text = Encoding.Latin1.GetString([.. _read]);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        const string Length = "Content-Length: ";
        var at = text.IndexOf(Length, 0, end, StringComparison.OrdinalIgnoreCase);
        var length = at < 0 ? 0 : int.Parse(text[(at + Length.Length)..end].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
        var total = end + 4 + length;
        if (_read.Count < total)
        {
            return false;
        }

        _read.RemoveRange(0, total);
        return true;
    }
}
