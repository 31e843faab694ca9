using System.Globalization;
using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Determinism;
using TestOps.Core.Journaling;
using TestOps.EndToEnd.Tests.Binary;
using TestOps.EndToEnd.Tests.Suites;

namespace TestOps.EndToEnd.Tests.Serving;

/// <summary>
/// <c>kill -9</c> of the server with clients attached: at each kind of commit, and at random instants. The next server ends the run, and what its clients saw before and after is the journal,
/// each event once and in order. <c>TESTOPS_TEST_KILLS</c> sets the number of instants.
/// </summary>
public sealed class KilledServerTests
{
    private const int DefaultKills = 12;

    private static readonly TimeSpan OrphanDeadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Server_KilledAtEachKindOfCommit_LosesNothingThatWasTold()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("run.yaml", SuiteText.ToronWithLoad());
        string[] points = ["run_started", "phase_started", "progress", "gate", "metric", "load_second", "phase_ended", "snapshot_sealed", "replay_scored", "result_sealed", "run_ended"];
        var server = await StartAsync(sandbox);
        foreach (var point in points)
        {
            var runId = await server.RunAsync();
            var watcher = new Watcher(runId);
            await watcher.ReadAsync(server.Client, item => item.EventType == point);
            var logs = (await server.StatusAsync(runId))["logs"]!.AsArray().Select(line => (string)line!).ToList();

            server = await RestartAsync(sandbox, server);
            await CheckAsync(sandbox, server, runId, watcher, logs);
            watcher.Seen.Should().Contain(item => item.EventType == point);
        }

        await server.DisposeAsync();
        (await ProcessTable.LeftAfterAsync(sandbox.Folder, OrphanDeadline)).Should().BeEmpty();
    }

    [Fact]
    public async Task Server_KilledAtRandomInstants_LosesNothingThatWasTold()
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("TESTOPS_TEST_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? wanted : DefaultKills;
        var random = SeededRandom.ForSession(seed: 11, session: 0).Fork("server-kills");
        using var sandbox = new Sandbox();
        sandbox.Write("run.yaml", SuiteText.ToronWithLoad());
        var server = await StartAsync(sandbox);
        var statuses = new List<string>();
        for (var kill = 0; kill < kills; kill++)
        {
            string[] runs = [await server.RunAsync(), await server.RunAsync()];
            var watchers = runs.Select(run => new Watcher(run)).ToList();
            var watching = watchers.Select(watcher => watcher.ReadAsync(server.Client)).ToList();
            await server.Program.KillAfterAsync(TimeSpan.FromMilliseconds(random.NextInt64(4_000)));
            await Task.WhenAll(watching);

            server = await RestartAsync(sandbox, server);
            foreach (var (runId, watcher) in runs.Zip(watchers))
            {
                statuses.Add(await CheckAsync(sandbox, server, runId, watcher, []));
            }
        }

        statuses.Should().Contain("INTERRUPTED", "some kills hit a run under way");
        await server.DisposeAsync();
        (await ProcessTable.LeftAfterAsync(sandbox.Folder, OrphanDeadline)).Should().BeEmpty();
    }

    private static async Task<string> CheckAsync(Sandbox sandbox, ServerProcess server, string runId, Watcher watcher, List<string> logs)
    {
        while (!await watcher.ReadAsync(server.Client))
        {
        }

        RunId.TryParse(runId, out var id).Should().BeTrue();
        var journal = await RunJournal.ReadAsync(sandbox.Data, id);
        watcher.Seen.Select(item => (string)JsonNode.Parse(item.Data)!["seq"]!.ToJsonString()).Should().Equal(journal.Select(entry => entry.Sequence.ToString(CultureInfo.InvariantCulture)));
        watcher.Seen.Select(item => item.EventType).Should().Equal(journal.Select(entry => RunEventJson.TypeOf(entry.Event)));
        journal[^1].Event.Should().BeOfType<RunEnded>();
        var status = await server.StatusAsync(runId);
        status["logs"]!.AsArray().Select(line => (string)line!).Should().StartWith(logs, "logs only grow");
        return (string)status["status"]!;
    }

    private static async Task<ServerProcess> StartAsync(Sandbox sandbox)
    {
        var server = await ServerProcess.StartAsync(sandbox, "--suite", "run.yaml");
        await server.BeginAsync();
        return server;
    }

    /// <summary>The next server: its unlock is the one of the first.</summary>
    private static async Task<ServerProcess> RestartAsync(Sandbox sandbox, ServerProcess server)
    {
        if (!server.Program.HasExited)
        {
            await server.KillAsync();
        }

        await server.DisposeAsync();
        return await ServerProcess.StartAsync(sandbox, "--suite", "run.yaml");
    }
}
