using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.Serving;

/// <summary><c>testops serve</c> as a process, with a client of it.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private const string Listening = "testops listening on ";

    private ServerProcess(RunningProgram program, Uri address)
    {
        Program = program;
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = TestOpsBinary.DefaultDeadline };
    }

    public RunningProgram Program { get; }

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    /// <summary>Starts a server on a free port and waits until it listens.</summary>
    public static Task<ServerProcess> StartAsync(Sandbox sandbox, params IReadOnlyList<string> options) =>
        OfAsync(sandbox.Start(["serve", "--urls", "http://127.0.0.1:0", .. options]));

    /// <summary>The same at an address of the test's own.</summary>
    public static Task<ServerProcess> StartAtAsync(Sandbox sandbox, string url) => OfAsync(sandbox.Start(["serve", "--urls", url]));

    /// <summary>The same for a server that kills itself at a point of its store: <c>before:gate</c>. Null where it did so before anybody could call it.</summary>
    public static async Task<ServerProcess?> StartProbeAsync(Sandbox sandbox, string killAt, params IReadOnlyList<string> options)
    {
        var program = TestOpsBinary.StartProbe(["serve", "--urls", "http://127.0.0.1:0", .. options], sandbox.Folder, killAt);
        try
        {
            return await OfAsync(program);
        }
        catch (TimeoutException)
        {
            // Its output ended without a word of where it listens.
            var end = await program.WaitForExitAsync();
            end.Error.Should().Contain($"probe: killed {killAt}", "a server that dies before it listens has met its point");
            await program.DisposeAsync();
            return null;
        }
    }

    /// <summary>Starts an application that was built from a sample, and waits until it says where it listens, as ASP.NET Core does.</summary>
    public static async Task<ServerProcess> OfSampleAsync(string sample, IReadOnlyList<string> args, Sandbox sandbox)
    {
        const string listening = "Now listening on: ";
        var program = TestOpsBinary.StartSample(sample, args, sandbox.Folder);
        await program.WaitForOutputAsync(listening);
        await program.WaitForOutputAsync("Application started");
        return new ServerProcess(program, new Uri(program.Out[(program.Out.IndexOf(listening, StringComparison.Ordinal) + listening.Length)..].Split('\n')[0].Trim()));
    }

    private static async Task<ServerProcess> OfAsync(RunningProgram program)
    {
        await program.WaitForOutputAsync(Listening);
        await program.WaitForOutputAsync("\n");
        var line = program.Out.Split('\n').First(line => line.StartsWith(Listening, StringComparison.Ordinal));
        return new ServerProcess(program, new Uri(line[Listening.Length..line.IndexOf(',', StringComparison.Ordinal)]));
    }

    /// <summary>Unlocks testing.</summary>
    public async Task BeginAsync() => (await PostAsync("/begin", """{"phrase":"Begin testing"}""")).EnsureSuccessStatusCode();

    public Task<HttpResponseMessage> PostAsync(string path, string? body = null) =>
        Client.PostAsync(path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"));

    /// <summary>Starts a run and gives its id.</summary>
    public async Task<string> RunAsync(string? body = null)
    {
        var response = await PostAsync("/tests/run", body);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).Should().Be(202, "{0}", text);
        return (string)JsonNode.Parse(text)!["run_id"]!;
    }

    public async Task<JsonObject> StatusAsync(string runId) => (await Client.GetFromJsonAsync<JsonObject>($"/tests/status/{runId}"))!;

    /// <summary>
    /// Whether a call ended because its server did. A connection that is reset between its connect and the request comes as a bare <see cref="SocketException"/>: SocketsHttpHandler asks it for its remote
    /// end outside of what it wraps.
    /// </summary>
    public static bool IsCut(Exception exception) => exception is HttpRequestException { StatusCode: null } or IOException or SocketException;

    /// <summary>Ends it as SIGTERM does, and gives what it came to.</summary>
    public async Task<ProgramResult> StopAsync()
    {
        Program.Signal(PosixSignal.SIGTERM);
        return await Program.WaitForExitAsync();
    }

    /// <summary>Kills it, as <c>kill -9</c> does, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        Program.KillAlone();
        await Program.WaitForExitAsync();
    }

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        return Program.DisposeAsync();
    }
}
