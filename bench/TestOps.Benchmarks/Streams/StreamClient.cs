using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TestOps.Benchmarks.Streams;

/// <summary>A client on a bare socket: at ten thousand of them a real one would measure itself. It speaks HTTP/1.0, whose bodies come without chunks.</summary>
internal sealed class StreamClient(int port, string runId, string format, int reconnectAfter)
{
    private readonly byte[] _buffer = new byte[2048];
    private readonly List<(long Id, float Latency)> _latencies = [];
    private Socket? _socket;
    private int _filled;
    private int _sinceConnect;
    private long _id;
    private long _next;
    private bool _hasEnded;

    public IReadOnlyList<(long Id, float Latency)> Latencies => _latencies;

    public int Received { get; private set; }

    public int Wrong { get; private set; }

    public int Reconnects { get; private set; }

    public async Task ConnectAsync()
    {
        _socket?.Dispose();
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        (_filled, _sinceConnect, _next) = (0, 0, 0);
        await _socket.ConnectAsync(IPAddress.Loopback, port);
        var resume = _id > 0 ? string.Create(CultureInfo.InvariantCulture, $"Last-Event-ID: {_id}\r\n") : "";
        await _socket.SendAsync(Encoding.ASCII.GetBytes($"GET /tests/stream/{runId}?format={format} HTTP/1.0\r\nHost: 127.0.0.1\r\n{resume}\r\n"));
    }

    public async Task ReadToEndAsync()
    {
        while (!_hasEnded)
        {
            var read = await _socket!.ReceiveAsync(_buffer.AsMemory(_filled));
            if (read > 0)
            {
                _filled += read;
                TakeLines();
            }

            if (read == 0 || (reconnectAfter > 0 && _sinceConnect >= reconnectAfter && !_hasEnded))
            {
                Reconnects++;
                await ConnectAsync();
            }
        }

        _socket!.Dispose();
    }

    private void TakeLines()
    {
        var rest = _buffer.AsSpan(0, _filled);
        while (rest.IndexOf((byte)'\n') is >= 0 and var end)
        {
            Take(rest[..end]);
            rest = rest[(end + 1)..];
        }

        rest.CopyTo(_buffer);
        _filled = rest.Length;
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        if (line.SequenceEqual("event: end"u8))
        {
            _hasEnded = true;
        }
        else if (line.StartsWith("id: "u8) && Utf8Parser.TryParse(line[4..], out long id, out _))
        {
            _next = id;
        }
        else if (line.IsEmpty && _next > 0 && !_hasEnded)
        {
            // A frame counts when it is whole. Only json shows every event, and has no gaps.
            Wrong += _next == _id + 1 || (format != "json" && _next > _id) ? 0 : 1;
            (_id, _next) = (_next, 0);
        }
        else if (line.StartsWith("data: "u8) && line.IndexOf("at="u8) is >= 0 and var at && Utf8Parser.TryParse(line[(at + 3)..], out long sent, out _))
        {
            _latencies.Add((_next, (float)Stopwatch.GetElapsedTime(sent).TotalMilliseconds));
            Received++;
            _sinceConnect++;
        }
    }
}
