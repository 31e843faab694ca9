using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TestOps.Load.Tests.Export;

/// <summary>A server that notes what it is asked, whoever asks.</summary>
internal sealed class ShopServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly ConcurrentDictionary<string, int> _asked = new();

    private ShopServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<ShopServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var server = new ShopServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>What was asked since the last time, in order: method, path, the headers that matter, body. Boundaries of multipart bodies have one name.</summary>
    public IReadOnlyList<string> TakeSeen()
    {
        var seen = _seen.ToList();
        _seen.Clear();
        _asked.Clear();
        return seen;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content);
        var body = Encoding.Latin1.GetString(content.ToArray());
        var type = request.ContentType ?? "-";
        if (type.Split("boundary=") is [_, var boundary])
        {
            (type, body) = (type.Replace(boundary, "BOUNDARY", StringComparison.Ordinal), body.Replace(boundary, "BOUNDARY", StringComparison.Ordinal));
        }

        var cookies = string.Join("; ", request.Headers.Cookie.ToString().Split("; ").Order(StringComparer.Ordinal));
        var headers = $"X-Lease={request.Headers["X-Lease"]} Authorization={request.Headers.Authorization} Cookie={cookies}";
        _seen.Enqueue($"{request.Method} {request.Path.ToUriComponent()}{request.QueryString} [{type}] {headers}\n{body}");
        await AnswerAsync(context.Response, request.Path);
    }

    private Task AnswerAsync(HttpResponse response, string path)
    {
        var asked = _asked.AddOrUpdate(path, 1, static (_, count) => count + 1);
        (response.StatusCode, var json) = path switch
        {
            "/login" => (201, """{"token":"t-17"}"""),
            "/find" => (200, """{"hits":2,"list":["a","b"],"price":2.5}"""),
            "/gone" => (404, """{"error":"gone"}"""),
            "/moved" => (302, "{}"),
            "/plain" => (200, "no json"),
            "/end" => (200, "{}"),
            _ when path.StartsWith("/jobs/", StringComparison.Ordinal) => (200, asked == 1 ? """{"state":"open"}""" : """{"state":"done"}"""),
            _ => (200, """{"ok":true}"""),
        };
        response.ContentType = path == "/plain" ? "text/plain" : "application/json";
        if (path == "/login")
        {
            response.Headers.SetCookie = "session=abc; Path=/";
        }

        return response.WriteAsync(json);
    }
}
