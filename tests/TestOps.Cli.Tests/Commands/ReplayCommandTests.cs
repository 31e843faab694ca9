using TestOps.Core;
using TestOps.Core.Runs;
using TestOps.Store.Sqlite;

namespace TestOps.Cli.Tests.Commands;

public sealed class ReplayCommandTests
{
    [Fact]
    public async Task Replay_OfAHealthySnapshot_PassesWithTheNextFreeNumbers()
    {
        using var rig = new CliRig();
        await rig.RunAsync("run", rig.WriteSuite());

        var result = await rig.RunAsync("replay", "last", "--times", "2");

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Out.Should().StartWith("PASS  replay of run").And.Contain("20 of 20 sessions identical in 2 replays")
            .And.Contain("score     100.00").And.Contain("20 sessions alike: at least 86 % would be, with 95 % confidence").And.Contain("evidence  A");
        File.Exists(rig.Snapshot(".replay-3.json")).Should().BeTrue();
        File.Exists(rig.Snapshot(".replay-4.json")).Should().BeTrue();
    }

    [Fact]
    public async Task Replay_AgainstADriftingEngine_Exits12WithTheStepsAroundThePlace()
    {
        using var rig = new CliRig();
        await rig.RunAsync("run", rig.WriteSuite());

        var result = await rig.RunAsync("replay", "last", "--fault", "drift:/consensus/grade");

        result.ExitCode.Should().Be(12, "{0}", result);
        result.Out.Should().Contain("step 1 (ask): value at /consensus/grade").And.Contain("POST /generate");
    }

    [Fact]
    public async Task Replay_OfOneSession_ComparesItAlone()
    {
        using var rig = new CliRig();
        await rig.RunAsync("run", rig.WriteSuite());

        var result = await rig.RunAsync("replay", "last", "--session", "17");

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Out.Should().Contain("1 of 1 session identical");
    }

    [Fact]
    public async Task Replay_OfAnEngineThatHangs_IsInconclusive()
    {
        using var rig = new CliRig();
        await rig.RunAsync("run", rig.WriteSuite());

        var result = await rig.RunAsync("replay", "last", "--fault", "hang");

        result.ExitCode.Should().Be(20, "{0}", result);
        result.Out.Should().StartWith("INCONCLUSIVE").And.Contain("without an answer");
    }

    [Theory]
    [InlineData("--session", "20", "the snapshot has no session 20")]
    [InlineData("--url", "http://127.0.0.1:1", "the recorded engine is toron")]
    [InlineData("--times", "0", "--times takes a whole number from 1 to 100")]
    public async Task Replay_WithAnOptionThatDoesNotFit_IsAUsageError(string option, string value, string message)
    {
        using var rig = new CliRig();
        await rig.RunAsync("run", rig.WriteSuite());

        var result = await rig.RunAsync("replay", "last", option, value);

        result.ExitCode.Should().Be(2, "{0}", result);
        result.Error.Should().Contain(message);
    }

    [Fact]
    public async Task Replay_OfARunThatGoesOn_IsRefused()
    {
        using var rig = new CliRig();
        await rig.RunAsync("run", rig.WriteSuite());
        var going = Path.Combine(rig.Folder, "going");
        Directory.CreateDirectory(Path.Combine(going, "snapshots"));
        foreach (var file in Directory.GetFiles(Path.Combine(rig.Folder, "testops", "snapshots")))
        {
            File.Copy(file, Path.Combine(going, "snapshots", Path.GetFileName(file)));
        }

        await using var store = await SqliteRunStore.OpenAsync(going, TimeProvider.System, CancellationToken.None);
        var runId = RunId.TryParse(Path.GetFileName(rig.Snapshot(".result.json")).Split('.')[0], out var id) ? id : throw new FormatException();
        var run = new RunRecord { RunId = runId, Trigger = "api", Suite = "small", Status = RunStatus.Pending, CreatedAt = DateTimeOffset.UnixEpoch };
        await using var owner = await store.CreateAsync(run, CancellationToken.None);
        await store.UpdateAsync(run with { Status = RunStatus.Running }, owner, CancellationToken.None);

        var result = await rig.RunAsync("replay", "last", "--data", going);

        result.ExitCode.Should().Be(2, "{0}", result);
        result.Error.Should().Contain("is RUNNING and writes its own replays");
        File.Exists(Path.Combine(going, "snapshots", $"{runId}.replay-3.json")).Should().BeFalse();
    }

    [Fact]
    public async Task Diff_OfEqualRuns_IsIdentical()
    {
        using var rig = new CliRig();
        var suite = rig.WriteSuite();
        var first = await rig.RunJsonAsync("run", suite);
        await rig.RunAsync("run", suite);

        var result = await rig.RunAsync("diff", (string)first.Json["run_id"]!, "last");

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Out.Should().StartWith("IDENTICAL  20 of 20 sessions");
    }

    [Fact]
    public async Task Diff_OfRunsOfDifferentEngines_LocatesTheDifferencesAndExits12()
    {
        using var rig = new CliRig();
        var first = await rig.RunJsonAsync("run", rig.WriteSuite());
        await rig.RunAsync("run", "suite.yaml", "--fault", "error", "--users", "25");

        var result = await rig.RunAsync("diff", (string)first.Json["run_id"]!, "last");

        result.ExitCode.Should().Be(12, "{0}", result);
        result.Out.Should().StartWith("DIFFERENT").And.Contain("0 sessions only in A, 5 only in B").And.Contain("in A ").And.Contain("#status");
    }
}
