using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Runs;
using TestOps.Server.Hosting;
using TestOps.Server.Runs;
using TestOps.Server.Streaming;
using TestOps.Testing.Runs;
using TestOps.Testing.Snapshots;

namespace TestOps.Server.Tests.Rig;

/// <summary>A server on a free port of loopback, over stores in memory and phases that a test writes. Another one over the same <see cref="Database"/> is the next process.</summary>
internal sealed class ServerWorld : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, Func<PhaseContext, CancellationToken, Task>> _phases = new(StringComparer.Ordinal);
    private WebApplication? _app;

    public InMemoryDatabase Database { get; init; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public InMemorySnapshotStore Snapshots { get; init; } = new();

    public IdSource Ids { get; init; } = SequentialIds.Create();

    public WrittenSuites Suites { get; } = new();

    public WrittenTools Tools { get; } = new();

    public RunQueueOptions Runs { get; init; } = new() { FinishFor = TimeSpan.FromMilliseconds(50), DrainFor = Deadline, RecoverEvery = TimeSpan.FromMilliseconds(50) };

    public StreamOptions Streams { get; init; } = new() { Gather = TimeSpan.FromMilliseconds(1), ForeignPoll = TimeSpan.FromMilliseconds(10), OwnPoll = Deadline };

    public IReadOnlyList<string>? CorsOrigins { get; init; }

    public IReadOnlyList<string>? AllowedHosts { get; init; }

    /// <summary>What the application registers before the API; nothing by default.</summary>
    public Action<IServiceCollection>? Register { get; init; }

    /// <summary>What the application maps beside the API; nothing by default.</summary>
    public Action<WebApplication>? Beside { get; set; }

    public HttpClient Client { get; private set; } = null!;

    /// <summary>The store, as another process would open it.</summary>
    public InMemoryRunStore Store => field ??= new InMemoryRunStore(Database, Time);

    /// <summary>The server's own store.</summary>
    public WatchedStore Watched => field ??= new WatchedStore(Store);

    /// <summary>All endpoints that are mapped.</summary>
    public IReadOnlyList<RouteEndpoint> Endpoints => [.. _app!.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    public Uri Address => Client.BaseAddress!;

    /// <summary>Writes a phase; those that no test writes measure one gate that holds.</summary>
    public ServerWorld With(string phase, Func<PhaseContext, CancellationToken, Task> run)
    {
        _phases[phase] = run;
        return this;
    }

    /// <summary>Starts the server; unlocked unless a test wants the lock.</summary>
    public async Task<ServerWorld> StartAsync(bool unlock = true)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = 2 * Deadline);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            TestOpsKestrel.Configure(kestrel);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        Register?.Invoke(builder.Services);
        builder.Services.AddTestOps(new TestOpsServerOptions
        {
            Runner = new RunnerEnvironment { Store = Watched, Snapshots = Snapshots, Phases = [Phase("sim"), Phase("load"), Phase("replay")], Time = Time, Ids = Ids },
            Unlock = Watched,
            Suites = Suites,
            SnapshotTools = Tools,
            Runs = Runs,
            Streams = Streams,
            CorsOrigins = CorsOrigins,
            AllowedHosts = AllowedHosts,
        });
        _app = builder.Build().MapTestOps();
        Beside?.Invoke(_app);
        await _app.StartAsync();
        var address = _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        Client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1000, UseProxy = false }) { BaseAddress = new Uri(address), Timeout = Deadline };
        if (unlock)
        {
            (await PostAsync("/begin", """{"phrase":"Begin testing"}""")).StatusCode.Should().Be(HttpStatusCode.OK);
        }

        return this;
    }

    public Task StopAsync() => _app!.StopAsync();

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(path);

    public Task<HttpResponseMessage> PostAsync(string path, string? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Client.SendAsync(request);
    }

    /// <summary>Starts a run and gives its id.</summary>
    public async Task<string> RunAsync(string? body = null, string call = "run")
    {
        var response = await PostAsync($"/tests/{call}", body);
        response.StatusCode.Should().Be(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        return (string)(await JsonOf(response))["run_id"]!;
    }

    public async Task<JsonObject> StatusAsync(string runId) => await JsonOf(await GetAsync($"/tests/status/{runId}"));

    /// <summary>The events of a run to its end, as a client of the stream sees them.</summary>
    public Task<SseClient> OpenAsync(string runId, string query = "", string? lastEventId = null) => SseClient.OpenAsync(Client, $"/tests/stream/{runId}{query}", lastEventId);

    /// <summary>Waits for the end of a run, over its stream.</summary>
    public async Task<JsonObject> EndOfAsync(string runId)
    {
        await using var stream = await OpenAsync(runId, "?format=json");
        await stream.ReadToEndAsync();
        return await StatusAsync(runId);
    }

    public static async Task<JsonObject> JsonOf(HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<JsonObject>())!;

    /// <summary>Checks a problem document: its status, its code, and the detail where one is given to the letter.</summary>
    public static async Task<JsonObject> ProblemOf(HttpResponseMessage response, int status, string code, string? detail = null)
    {
        ((int)response.StatusCode).Should().Be(status, await response.Content.ReadAsStringAsync());
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        var problem = await JsonOf(response);
        ((int)problem["status"]!).Should().Be(status);
        ((string?)problem["code"]).Should().Be(code);
        ((string?)problem["type"]).Should().Be("urn:testops:problem:" + code);
        if (detail is not null)
        {
            ((string?)problem["detail"]).Should().Be(detail);
        }

        return problem;
    }

    public static Task HoldAsync(PhaseContext context, string phase) => context.AppendAsync(new GateMeasured(phase, $"{phase}/gate", true, "1 of 1", "all", null), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        Client?.Dispose();
    }

    private WrittenPhase Phase(string name) => new(name, (context, cancellationToken) => _phases.TryGetValue(name, out var run) ? run(context, cancellationToken) : HoldAsync(context, name));
}
