using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using TestOps.Benchmarks.Runs;
using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Runs;
using TestOps.Core.Snapshots;
using TestOps.Server.Hosting;
using TestOps.Server.Snapshots;
using TestOps.Server.Suites;

namespace TestOps.Benchmarks.Streams;

/// <summary>
/// The real server over a real store, in a process of its own, with one run whose only phase appends events at a rate. Each event carries the instant before its append, so that
/// what clients measure holds the commit, too. It says where it listens and the run's id, and begins at a line on standard input.
/// </summary>
internal static class StreamServer
{
    public static async Task RunAsync(double rate, double seconds)
    {
        await using var workspace = await BenchWorkspace.OpenAsync();
        var environment = new RunnerEnvironment { Store = workspace.Store, Snapshots = workspace.Snapshots, Phases = [new EmittingPhase(rate, seconds)], Time = TimeProvider.System, Ids = new IdSource(Guid.CreateVersion7) };
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            TestOpsKestrel.Configure(kestrel);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.AddTestOps(new TestOpsServerOptions { Runner = environment, Unlock = workspace.Store, Suites = new OneSuite(), SnapshotTools = new NoTools() });
        await using var app = builder.Build().MapTestOps();
        await app.StartAsync();
        await workspace.Store.SetUnlockAsync(DateTimeOffset.UtcNow.AddHours(1), CancellationToken.None);
        var address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        var started = System.Text.Json.Nodes.JsonNode.Parse(await (await client.PostAsync("/tests/run", null)).Content.ReadAsStringAsync())!;
        Console.WriteLine($"{new Uri(address).Port} {started["run_id"]}");
        Console.In.ReadLine();
        EmittingPhase.Go.SetResult();
        Console.WriteLine(JsonSerializer.Serialize(await EmittingPhase.Done.Task));
        Console.In.ReadLine();
        await app.StopAsync();
    }

    private sealed class EmittingPhase(double rate, double seconds) : IPhase
    {
        public static readonly TaskCompletionSource Go = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public static readonly TaskCompletionSource<IReadOnlyDictionary<long, float>> Done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => "sim";

        public async Task RunAsync(PhaseContext context, CancellationToken cancellationToken)
        {
            await Go.Task.WaitAsync(cancellationToken);
            var started = Stopwatch.GetTimestamp();
            var appends = new List<Task<(long Id, float Ms)>>();
            for (var i = 0; i < rate * seconds; i++)
            {
                var wait = TimeSpan.FromSeconds(i / rate) - Stopwatch.GetElapsedTime(started);
                if (wait > TimeSpan.FromMilliseconds(1))
                {
                    await Task.Delay(wait, cancellationToken);
                }

                appends.Add(AppendAsync(context, cancellationToken));
            }

            Done.SetResult((await Task.WhenAll(appends)).ToDictionary(append => append.Id, append => append.Ms));
        }

        private static async Task<(long Id, float Ms)> AppendAsync(PhaseContext context, CancellationToken cancellationToken)
        {
            var before = Stopwatch.GetTimestamp();
            var text = string.Create(CultureInfo.InvariantCulture, $"event of the bench at={before}");
            var entry = await context.AppendAsync(new Notice("sim", EventSeverity.Info, text), cancellationToken);
            return (entry.Sequence, (float)Stopwatch.GetElapsedTime(before).TotalMilliseconds);
        }
    }

    private sealed class OneSuite : ISuiteCatalogue
    {
        public IReadOnlyList<RegisteredSuite> Suites { get; } = [new("bench", "bench.yaml")];

        public RunRequest Prepare(RegisteredSuite suite, RunWishes wishes)
        {
            var plan = BenchSuites.PlanOf("echo", 1);
            return new RunRequest { Plan = plan with { Phases = ["sim"] }, Engine = BenchSuites.EngineOf("echo", plan), Trigger = wishes.Trigger, SuitePath = suite.Path };
        }
    }

    private sealed class NoTools : ISnapshotTools
    {
        public IReadOnlyList<string> Validate(Snapshot snapshot) => throw new NotSupportedException();

        public SnapshotComparison Compare(Snapshot first, Snapshot second, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<SnapshotReplay> ReplayAsync(Snapshot snapshot, long? session, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
