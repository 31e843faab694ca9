using System.Runtime.InteropServices;
using TestOps.Core.Journaling;
using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.Load;

/// <summary>Runs whose load is a script of k6's, with the stub that plays k6's recordings back: samples are those of the recording, whatever the engine does.</summary>
public sealed class K6RunTests
{
    private const string Suite = """
        version: 1
        name: scripted
        engine: { kind: toron }
        sim: { users: 3, scenarios: { ask: { steps: [ { name: ask, call: POST /query, body: { prompt: "What is osmosis?", user_id: "${user.id}" } } ] } } }
        load: { script: script.js, k6: ./k6, env: { MODE: quick } }
        replay: { times: 1 }
        """;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Run_WithAScript_IsSealedReplayedAndShown()
    {
        using var sandbox = Sandbox("pass");

        var result = await sandbox.RunAsync("run", "suite.yaml", "--json");

        result.ExitCode.Should().Be(0, "{0}", result);
        ((double)result.Json["replay_engine"]!["determinism_score"]!).Should().Be(100);
        var k6 = result.Json["k6_runner"]!;
        ((string)k6["script"]!).Should().Be("script.js");
        ((double)k6["metrics"]!["p95_ms"]!).Should().BePositive();
        ((double)k6["metrics"]!["error_rate"]!).Should().Be(0);
        result.Json["gates"]!.AsArray().Select(gate => (string)gate!["id"]!).Should().Contain(["load/k6", "load/exceptions", "load/http_req_duration p(95)<500"]);
        (await sandbox.RunAsync("verify", "last", "--deep")).ExitCode.Should().Be(0);
    }

    [Theory]
    [InlineData("threshold-crossed", 11)]
    [InlineData("iteration-throws", 20)]
    [InlineData("target-down-nothreshold", 20)]
    [InlineData("graceful-stop-interrupt", 20)]
    [InlineData("test-fail", 11)]
    [InlineData("test-abort", 20)]
    public async Task Run_WhateverK6EndsWith_EndsWithTheRightExitCode(string recorded, int exitCode)
    {
        using var sandbox = Sandbox(recorded);

        var result = await sandbox.RunAsync("run", "suite.yaml");

        result.ExitCode.Should().Be(exitCode, "{0}", result);
    }

    [Fact]
    public async Task Run_K6IsMissing_IsExit21BeforeSimStarts()
    {
        using var sandbox = Sandbox("pass");
        File.Delete(Path.Combine(sandbox.Folder, "k6"));

        var result = await sandbox.RunAsync("run", "suite.yaml");
        var plan = await sandbox.RunAsync("plan", "suite.yaml");

        result.ExitCode.Should().Be(21, "{0}", result);
        result.Out.Should().Contain("the suite's load needs k6, and load.k6 names './k6', which is no executable file").And.NotContain("sim started");
        plan.ExitCode.Should().Be(0, "a plan says what it found, and a run demands it: {0}", plan);
        plan.Out.Should().Contain("load.k6 names './k6', which is no executable file").And.Contain("install k6 2.0 or later");
    }

    [Fact]
    public async Task Plan_SaysWhichK6ItFound()
    {
        using var sandbox = Sandbox("pass");

        var text = await sandbox.RunAsync("plan", "suite.yaml");
        var json = await sandbox.RunAsync("plan", "suite.yaml", "--json");

        text.Out.Should().Contain($"tools: k6 v2.2.0, {sandbox.Folder}/k6 (by load.k6)");
        ((string)json.Json["tools"]!["k6"]!["version"]!).Should().Be("v2.2.0");
    }

    [Fact]
    public async Task Run_ScriptThatK6Refuses_IsExit2WithK6sWords()
    {
        using var sandbox = Sandbox("syntax-error");

        var result = await sandbox.RunAsync("run", "suite.yaml");

        result.ExitCode.Should().Be(2, "{0}", result);
        result.Out.Should().Contain("Line 3:42 Unexpected token ;").And.NotContain("sim started");
    }

    [Fact]
    public async Task Run_KilledWhileK6Runs_LeavesNoK6()
    {
        // Samples come at once, then k6 waits for a signal; after the first one its teardown takes ten minutes.
        using var sandbox = Sandbox("sigint-twice");
        await using var run = sandbox.Start("run", "suite.yaml");
        await run.WaitForOutputAsync("load started");
        await RunJournal.WaitForAsync(sandbox.Data, seen => seen is PhaseProgress { Phase: "load" });
        ProcessTable.In(sandbox.Folder).Should().Contain(process => process.CommandLine.Contains("TestOps.FakeK6.dll run ", StringComparison.Ordinal));

        run.KillAlone();
        await run.WaitForExitAsync();

        (await ProcessTable.LeftAfterAsync(sandbox.Folder, Deadline)).Should().BeEmpty("k6 never outlives TestOps");
    }

    [Fact]
    public async Task Run_Interrupted_LetsK6FinishAndIsCancelled()
    {
        using var sandbox = Sandbox("sigint");
        await using var run = sandbox.Start("run", "suite.yaml");
        await run.WaitForOutputAsync("load started");
        await RunJournal.WaitForAsync(sandbox.Data, seen => seen is PhaseProgress { Phase: "load" });

        run.Signal(PosixSignal.SIGINT);
        var result = await run.WaitForExitAsync();

        result.ExitCode.Should().Be(130, "{0}", result);
        var recorded = (await RunJournal.RunsAsync(sandbox.Data)).Single();
        var metrics = (await RunJournal.ReadAsync(sandbox.Data, recorded.RunId)).Select(entry => entry.Event).OfType<MetricMeasured>();
        metrics.Single(metric => metric.Name == "http_reqs").Value.Should().BePositive("what was measured is reported");
    }

    /// <summary>A sandbox with a recorded case, the suite of its script, and the stub for k6.</summary>
    private static Sandbox Sandbox(string recorded)
    {
        var sandbox = new Sandbox();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Recordings", recorded)))
        {
            File.Copy(file, Path.Combine(sandbox.Folder, Path.GetFileName(file)));
        }

        var stub = sandbox.Write("k6", $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "TestOps.FakeK6.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(stub, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        sandbox.Write("suite.yaml", Suite);
        return sandbox;
    }
}
