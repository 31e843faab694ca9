using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace TestOps.EndToEnd.Tests.Secrets;

/// <summary>
/// An HTTP service that repeats whatever it is sent, in every spelling, and gives secrets of its own: a token at each login, a session and a card number. Its answers hold a
/// counter, so that replays diverge.
/// </summary>
internal sealed class EchoEngine : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _token;
    private readonly string _session;
    private readonly Task _serving;
    private int _count;

    public EchoEngine(string token, string session)
    {
        _token = token;
        _session = session;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        // Tests end it early; the second time there is nothing left to end.
        if (!_stop.IsCancellationRequested)
        {
            _stop.Cancel();
            _listener.Dispose();
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAllAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAllAsync(TcpClient connection)
    {
        using var client = connection;
        try
        {
            var stream = client.GetStream();
            while (await ReadAsync(stream) is { } request)
            {
                await stream.WriteAsync(Answer(request.Target, request.Head, request.Body), _stop.Token);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The caller has gone, or the test is over.
        }
    }

    private byte[] Answer(string target, string head, string body)
    {
        var count = Interlocked.Increment(ref _count);
        var echo = $"{target}\n{head}\n{body}";
        var json = new JsonObject
        {
            ["session"] = _session,
            ["card"] = 4111222233334444,
            ["of"] = new JsonObject { [_session] = new JsonArray(_session) },
            ["count"] = count,
            ["echo"] = echo,
            ["nested"] = new JsonObject { ["echo"] = echo }.ToJsonString(),
            ["percent"] = Uri.EscapeDataString(echo),
            ["mixed"] = Mixed(echo),
            ["latin1"] = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(echo)),
            ["html"] = WebUtility.HtmlEncode(echo),
            ["base64"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(echo)),
        };
        if (target.Contains("/login", StringComparison.Ordinal))
        {
            // Another one at each login: no drift, because it is a secret.
            var token = $"{_token}-{count:D6}";
            json["access_token"] = token;
            json["hint"] = $"your token is {token}";
            json["basic"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{token}"));
        }

        var isText = target.Contains("/text", StringComparison.Ordinal);
        var content = Encoding.UTF8.GetBytes(isText ? $"{echo}\n{_session}" : json.ToJsonString());
        var line = echo.ReplaceLineEndings(" ");
        var start = $"HTTP/1.1 200 OK\r\nContent-Type: {(isText ? "text/plain" : "application/json")}\r\nContent-Length: {content.Length}\r\nX-Echo: {Uri.EscapeDataString(line)}\r\nX-Mixed: {Mixed(line)}\r\nSet-Cookie: sid={_session}\r\n\r\n";
        return [.. Encoding.UTF8.GetBytes(start), .. content];
    }

    // As Python's quote and others have it: most of it encoded, some of it not.
    private static string Mixed(string text) => Uri.EscapeDataString(text).Replace("%2F", "/", StringComparison.Ordinal).Replace("%2B", "+", StringComparison.Ordinal).Replace("%2C", ",", StringComparison.Ordinal);

    private async Task<(string Target, string Head, string Body)?> ReadAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var one = new byte[1];
        while (!Encoding.Latin1.GetString([.. bytes.TakeLast(4)]).Equals("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            bytes.Add(one[0]);
        }

        var head = Encoding.UTF8.GetString([.. bytes]);
        var length = head.Split("\r\n").FirstOrDefault(static line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } line ? int.Parse(line[15..], CultureInfo.InvariantCulture) : 0;
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return (head.Split(' ')[1], head, Encoding.UTF8.GetString(body));
    }
}
