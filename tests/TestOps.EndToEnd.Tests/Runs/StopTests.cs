using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.EndToEnd.Tests.Binary;
using TestOps.EndToEnd.Tests.Suites;

namespace TestOps.EndToEnd.Tests.Runs;

/// <summary>Ctrl-C, SIGTERM and the time limit: what was recorded is sealed, and the exit code says who stopped the run.</summary>
public sealed class StopTests
{
    // Minutes of work: no run of a test comes to its end by itself.
    private const int Endless = 500_000;

    [Theory]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    public async Task Run_OnASignalInSim_DrainsAndSealsWhatItHas(PosixSignal signal, int exitCode)
    {
        using var sandbox = new Sandbox();
        sandbox.Write("long.yaml", SuiteText.Toron(Endless));
        await using var run = sandbox.Start("run", "long.yaml");
        await run.WaitForOutputAsync("sim started");
        await RunJournal.WaitForAsync(sandbox.Data, seen => seen is PhaseProgress { Phase: "sim", Done: > 0 });

        run.Signal(signal);
        var result = await run.WaitForExitAsync();

        result.ExitCode.Should().Be(exitCode, "{0}", result);
        result.Out.Should().Contain("sim cancelled").And.Contain("snapshot sealed").And.Contain("CANCELLED");
        await CheckCancelledAsync(sandbox);
    }

    [Fact]
    public async Task Run_OnCtrlCUnderLoad_StopsItsEngineToo()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("load.yaml", SuiteText.ToronWithLoad(duration: "10m"));
        await using var run = sandbox.Start("run", "load.yaml");
        await run.WaitForOutputAsync("load started");
        await RunJournal.WaitForAsync(sandbox.Data, seen => seen is LoadSecondMeasured { Requests: > 0 });
        ProcessTable.In(sandbox.Folder).Should().HaveCount(3, "the run, its engine, and the guard between them");

        run.Signal(PosixSignal.SIGINT);
        var result = await run.WaitForExitAsync();

        result.ExitCode.Should().Be(130, "{0}", result);
        ProcessTable.In(sandbox.Folder).Should().BeEmpty();
        await CheckCancelledAsync(sandbox);
        (await sandbox.RunAsync("show", "last")).Out.Should().Contain("sim/answered").And.Contain("load/completed");
    }

    [Fact]
    public async Task Run_OnASecondCtrlC_AbortsAtOnce()
    {
        using var sandbox = new Sandbox();

        // A check that hears no signal: the drain waits five seconds for it before it is killed, and the second signal comes long before.
        sandbox.Write("deaf.yaml", SuiteText.Toron(users: 1) + "phases:\n  deaf: { run: [sh, -c, \"trap '' TERM INT HUP; while true; do sleep 1; done\"], timeout: 10m }\n");
        await using var run = sandbox.Start("run", "deaf.yaml", "--all");
        await run.WaitForOutputAsync("deaf started");

        run.Signal(PosixSignal.SIGINT);
        await run.WaitForErrorAsync("Once more stops at once");
        run.Signal(PosixSignal.SIGINT);
        var result = await run.WaitForExitAsync(TimeSpan.FromSeconds(25));

        result.ExitCode.Should().Be(130, "{0}", result);
        result.Error.Should().Contain("stopped at once; the run is INTERRUPTED").And.NotContain("internal error");
        (await RunJournal.RunsAsync(sandbox.Data)).Should().ContainSingle().Which.Status.Should().Be(RunStatus.Interrupted, "the run says itself how it ended, before anybody recovers it");
        (await ProcessTable.LeftAfterAsync(sandbox.Folder, TimeSpan.FromSeconds(30))).Should().BeEmpty("the guard ends what the run has left");
    }

    [Fact]
    public async Task Run_LongerThanItsTimeout_EndsWith124()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("long.yaml", SuiteText.Toron(Endless));

        var result = await sandbox.RunAsync("run", "long.yaml", "--timeout", "1s");

        result.ExitCode.Should().Be(124, "{0}", result);
        result.Out.Should().Contain("incident RUN.TIMED_OUT").And.Contain("ran longer than its time limit");
        await CheckCancelledAsync(sandbox);
    }

    private static async Task CheckCancelledAsync(Sandbox sandbox)
    {
        var history = await sandbox.RunAsync("history", "--json");
        ((string?)history.Json["runs"].Should().BeOfType<JsonArray>().Which.Should().ContainSingle().Which!["status"]).Should().Be("CANCELLED");
        var verified = await sandbox.RunAsync("verify", "last", "--deep");
        verified.ExitCode.Should().Be(0, "{0}", verified);
    }
}
