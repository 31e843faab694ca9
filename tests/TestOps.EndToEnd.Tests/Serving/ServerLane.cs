using System.Net;
using TestOps.EndToEnd.Tests.Binary;
using TestOps.EndToEnd.Tests.Suites;

namespace TestOps.EndToEnd.Tests.Serving;

/// <summary>One server after the other over one data folder, each of them killed, with clients that go from one to the next.</summary>
internal sealed class ServerLane : IDisposable
{
    private static readonly string[] s_options = ["--concurrent-runs", "2", "--suite", "small.yaml", "loaded.yaml", "defects.yaml", "unreachable.yaml"];

    private readonly Sandbox _sandbox = new();
    private readonly List<FollowedRun> _runs = [];
    private readonly Dictionary<string, string> _statuses = new(StringComparer.Ordinal);
    private bool _isUnlocked;

    public ServerLane()
    {
        _sandbox.Write("small.yaml", SuiteText.Toron(users: 20, replays: 2));
        _sandbox.Write("loaded.yaml", SuiteText.ToronWithLoad().Replace("name: small", "name: loaded", StringComparison.Ordinal));
        _sandbox.Write("defects.yaml", SuiteText.ToronWithDefects());
        _sandbox.Write("unreachable.yaml", SuiteText.Unreachable());
    }

    /// <summary>Final statuses of the runs that were checked.</summary>
    public IReadOnlyCollection<string> Statuses => _statuses.Values;

    /// <summary>A server that kills itself at a point of its store, under a run that leads there.</summary>
    public async Task DieAtAsync(string point, string suite)
    {
        if (!_isUnlocked)
        {
            await using var first = await ServerProcess.StartAsync(_sandbox, s_options);
            await UnlockAsync(first);
            await first.KillAsync();
        }

        // Null where a run that was taken over has led there before anybody could call.
        await using var server = await ServerProcess.StartProbeAsync(_sandbox, point, s_options);
        if (server is not null)
        {
            await AttachAsync(server);
            await StartRunAsync(server, suite);
            var end = await server.Program.WaitForExitAsync();
            end.Error.Should().Contain($"probe: killed {point}", "the server came to its end there and nowhere else");
        }

        await DetachAsync();
    }

    /// <summary>A server that is killed from outside at an instant, under load.</summary>
    public async Task DieAfterAsync(TimeSpan instant, params IReadOnlyList<string> suites)
    {
        await using var server = await ServerProcess.StartAsync(_sandbox, s_options);
        await UnlockAsync(server);
        await CheckEndedAsync(server);
        var killing = server.Program.KillAfterAsync(instant);
        await AttachAsync(server);
        foreach (var suite in suites)
        {
            await StartRunAsync(server, suite);
        }

        (await killing).Should().BeTrue("it was alive until then");
        await DetachAsync();
    }

    /// <summary>The last server, which lives until every run has ended; all of them are checked.</summary>
    public async Task EndAsync()
    {
        await using var server = await ServerProcess.StartAsync(_sandbox, s_options);
        await AttachAsync(server);
        await DetachAsync();
        _runs.Should().OnlyContain(run => run.HasEnded);
        await CheckEndedAsync(server);
        var stopped = await server.StopAsync();
        stopped.ExitCode.Should().Be(0, "{0}", stopped);
        (await RunJournal.RunsAsync(_sandbox.Data)).Should().HaveCount(_statuses.Count);
        (await ProcessTable.LeftAfterAsync(_sandbox.Folder, TimeSpan.FromSeconds(60))).Should().BeEmpty();
    }

    public void Dispose() => _sandbox.Dispose();

    private async Task UnlockAsync(ServerProcess server)
    {
        if (!_isUnlocked)
        {
            await server.BeginAsync();
            _isUnlocked = true;
        }
    }

    /// <summary>Starts a run; where the answer is lost with the server, the store knows whether there is one.</summary>
    private async Task StartRunAsync(ServerProcess server, string suite)
    {
        try
        {
            var response = await server.PostAsync("/tests/run", $$"""{"suite":"{{suite}}"}""");
            var text = await response.Content.ReadAsStringAsync();
            response.StatusCode.Should().BeOneOf([HttpStatusCode.Accepted, HttpStatusCode.ServiceUnavailable], "a full queue apart, a run is taken: {0}", text);
            if (response.StatusCode == HttpStatusCode.Accepted)
            {
                Follow(server, (string)System.Text.Json.Nodes.JsonNode.Parse(text)!["run_id"]!);
            }
        }
        catch (Exception cut) when (ServerProcess.IsCut(cut))
        {
            // Killed in the middle of its answer.
        }
    }

    /// <summary>Attaches a client to every run that has not ended.</summary>
    private async Task AttachAsync(ServerProcess server)
    {
        foreach (var runId in (await RunJournal.RunsAsync(_sandbox.Data)).Select(run => run.RunId.ToString()).Where(runId => !_statuses.ContainsKey(runId)))
        {
            if (_runs.Find(known => known.RunId == runId) is not { } followed)
            {
                Follow(server, runId);
            }
            else if (!followed.HasEnded)
            {
                followed.Follow(server);
            }
        }
    }

    private void Follow(ServerProcess server, string runId)
    {
        _runs.Add(new FollowedRun(runId));
        _runs[^1].Follow(server);
    }

    /// <summary>After the death of a server: what its clients saw is in the store.</summary>
    private async Task DetachAsync()
    {
        foreach (var run in _runs.Where(run => !run.HasEnded))
        {
            await run.DetachAsync();
            await run.CheckAsync(_sandbox);
        }
    }

    /// <summary>Checks the runs whose clients have seen the end, to the last word, and polls the others.</summary>
    private async Task CheckEndedAsync(ServerProcess server)
    {
        foreach (var run in _runs.Where(run => !run.HasEnded))
        {
            await run.PollAsync(server);
        }

        foreach (var run in _runs.Where(run => run.HasEnded).ToList())
        {
            _statuses.Add(run.RunId, await run.CheckEndAsync(_sandbox, server));
            _runs.Remove(run);
        }
    }
}
