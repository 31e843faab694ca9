using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace TestOps.Benchmarks.Loads;

/// <summary>
/// What the load generators are pointed at: Kestrel without middleware. <c>/json</c> answers at once, <c>/slow/MS</c> after so many milliseconds, and <c>/stats</c> gives the median and the p99 of
/// what the slow answers since the last such question took by its own clock. It says its port, and ends with its standard input.
/// </summary>
internal static class LoadTargetServer
{
    private static readonly byte[] s_json = Encoding.UTF8.GetBytes("""{"id":42,"answer":"forty-two","tags":["a","b"]}""");
    private static readonly ConcurrentQueue<double> s_delays = new();

    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        Console.WriteLine(new Uri(app.Urls.First()).Port);
        Console.In.ReadToEnd();
        await app.StopAsync();
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path == "/stats")
        {
            var taken = new List<double>();
            while (s_delays.TryDequeue(out var delay))
            {
                taken.Add(delay);
            }

            taken.Sort();
            await context.Response.WriteAsync(taken.Count == 0 ? "0 0" : string.Create(CultureInfo.InvariantCulture, $"{taken[taken.Count / 2]} {taken[taken.Count * 99 / 100]}"));
            return;
        }

        var started = Stopwatch.GetTimestamp();
        var isSlow = path.StartsWith("/slow/", StringComparison.Ordinal);
        if (isSlow && int.Parse(path.AsSpan("/slow/".Length), CultureInfo.InvariantCulture) is > 0 and var milliseconds)
        {
            await Task.Delay(milliseconds);
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = s_json.Length;
        await context.Response.Body.WriteAsync(s_json);
        if (isSlow)
        {
            s_delays.Enqueue(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
    }
}
