using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using TestOps.EndToEnd.Tests.Binary;
using TestOps.EndToEnd.Tests.Suites;

namespace TestOps.EndToEnd.Tests.Serving;

/// <summary>Two plain clients in a real Chromium, on a page of another port of this machine: <c>onmessage</c>, and <c>addEventListener('log')</c>.</summary>
public sealed class BrowserTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    // The page goes through the flow as a front end would, and tells its own server what its two clients saw and how often they came back.
    private const string Page = """
        <!doctype html><meta charset="utf-8"><title>clients</title><script>
        const api = location.hash.slice(1);
        const tell = seen => fetch("/seen", { method: "POST", body: JSON.stringify(seen) });
        const follow = (run, query, listen) => new Promise(resolve => {
          const source = new EventSource(`${api}/tests/stream/${run}${query}`), lines = [];
          let opened = 0;
          source.onopen = () => opened++;
          source.onerror = () => { if (source.readyState === EventSource.CLOSED) resolve({ lines, opened }); };
          listen(source, event => lines.push(event.data));
        });
        (async () => {
          await fetch(`${api}/begin`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ phrase: "Begin testing" }) });
          const { run_id } = await (await fetch(`${api}/tests/run_all`, { method: "POST" })).json();
          const [plain, named] = await Promise.all([
            follow(run_id, "", (source, add) => source.onmessage = add),
            follow(run_id, "?format=log", (source, add) => source.addEventListener("log", add)),
          ]);
          const status = await (await fetch(`${api}/tests/status/${run_id}`)).json();
          await tell({ plain, named, logs: status.logs, status: status.status });
        })().catch(error => tell({ error: String(error) }));
        </script>
        """;

    [Fact]
    public async Task Clients_InARealBrowser_SeeTheWholeLogOnceAndStayAwayAfterItsEnd()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("run.yaml", SuiteText.Toron(users: 200));
        await using var server = await ServerProcess.StartAsync(sandbox, "--suite", "run.yaml");
        var told = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var pages = await ServePageAsync(told);
        var address = pages.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        using var browser = Browse(sandbox, $"{address}/#{server.Address.GetLeftPart(UriPartial.Authority)}");

        try
        {
            var seen = await told.Task.WaitAsync(Deadline);

            seen.TryGetProperty("error", out var error).Should().BeFalse("the page failed: {0}", error);
            seen.GetProperty("status").GetString().Should().Be("PASS");
            var logs = Lines(seen.GetProperty("logs"));
            logs[0].Should().Contain("Run started via api");
            foreach (var client in (string[])["plain", "named"])
            {
                Lines(seen.GetProperty(client).GetProperty("lines")).Should().Equal(logs);
                seen.GetProperty(client).GetProperty("opened").GetInt32().Should().Be(1, "204 answers the only attempt to come back, and opens nothing");
            }
        }
        finally
        {
            browser.Kill(entireProcessTree: true);
            await browser.WaitForExitAsync();
        }
    }

    private static List<string> Lines(JsonElement lines) => [.. lines.EnumerateArray().Select(line => line.GetString()!)];

    private static Process Browse(Sandbox sandbox, string url)
    {
        string[] arguments =
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            $"--user-data-dir={Path.Combine(sandbox.Folder, "browser")}", url,
        ];
        var start = new ProcessStartInfo("chromium", arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        var browser = Process.Start(start) ?? throw new InvalidOperationException("chromium did not start; install it: apt-get install chromium");
        browser.ErrorDataReceived += (_, _) => { };
        browser.BeginErrorReadLine();
        return browser;
    }

    private static async Task<WebApplication> ServePageAsync(TaskCompletionSource<JsonElement> told)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(async context =>
        {
            if (context.Request.Path == "/seen")
            {
                told.TrySetResult((await JsonDocument.ParseAsync(context.Request.Body)).RootElement);
                return;
            }

            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync(context.Request.Path == "/" ? Page : "");
        });
        await app.StartAsync();
        return app;
    }
}
