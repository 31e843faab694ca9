using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Suites;
using TestOps.Core.WarRoom;
using TestOps.Processes.Phases;
using TestOps.Testing.Phases;
using TestOps.Testing.Runs;

namespace TestOps.Processes.Tests.Phases;

/// <summary>Commands of a suite as phases.</summary>
public sealed class CommandPhaseTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Phase_Command_KeepsTheContractOfPhases() =>
        (await PhaseContract.FindProblemsAsync(() => Phase("echo fine"), journal => PhaseContexts.Over(journal, TimeProvider.System), Stub.Deadline)).Should().BeEmpty();

    [Fact]
    public async Task Run_ExitCodeZero_HoldsItsGateAndKeepsTheOutput()
    {
        var (events, context) = await RunAsync(Phase("pwd; echo $CHECKED; echo trouble >&2", new() { ["CHECKED"] = "yes" }));

        events.OfType<GateMeasured>().Should().ContainSingle().Which.Should().BeEquivalentTo(new { Gate = "phases/check", Holds = (bool?)true, Value = "exit code 0" });
        var artifact = context.Artifacts["check"];
        ((string)artifact["output"]!).Should().Contain(Path.GetFileName(_folder.Path)).And.Contain("yes").And.Contain("trouble");
        ((int)artifact["exit_code"]!).Should().Be(0);
        events.OfType<IncidentOpened>().Should().BeEmpty();
    }

    [Fact]
    public async Task Run_ExitCodeNotZero_FailsItsGateWithTheLastWords()
    {
        var (events, context) = await RunAsync(Phase("echo looking; echo three files differ >&2; exit 3"));

        events.OfType<GateMeasured>().Single().Should().BeEquivalentTo(new { Holds = (bool?)false, Value = "exit code 3", Limit = "exit code 0", Detail = "its last line: three files differ" });
        var incident = events.OfType<IncidentOpened>().Should().ContainSingle().Subject;
        incident.Code.Should().Be(IncidentCodes.PhaseCommandFailed);
        incident.Text.Should().Contain("exit code 3").And.Contain("three files differ");
        incident.Evidence!.ToJsonString().Should().Contain("looking");
        ((string)context.Artifacts["check"]["output"]!).Should().Contain("three files differ");
    }

    [Fact]
    public async Task Run_LongerThanItsLimit_IsStoppedAndFails()
    {
        var (events, context) = await RunAsync(Phase("echo before; sleep 1000", timeout: TimeSpan.FromMilliseconds(300)));

        events.OfType<GateMeasured>().Single().Should().BeEquivalentTo(new { Holds = (bool?)false, Value = "stopped after 300ms" });
        ((bool)context.Artifacts["check"]["timed_out"]!).Should().BeTrue();
        (await LivingProcesses.LeftInAsync(_folder.Path)).Should().BeEmpty();
    }

    [Fact]
    public async Task Run_Cancelled_KeepsWhatItPrintedAndEndsEverything()
    {
        using var stop = new CancellationTokenSource();
        await using var journal = await JournalAsync();
        var context = PhaseContexts.Over(journal, TimeProvider.System);
        var run = Phase("sleep 1000 & echo half; touch started; wait").RunAsync(context, stop.Token);
        using var watcher = new FileSystemWatcher(_folder.Path);
        await Task.WhenAny(run, AppearedAsync(watcher, "started"));

        await stop.CancelAsync();

        var act = () => run.WaitAsync(Stub.Deadline);
        await act.Should().ThrowAsync<OperationCanceledException>();
        ((string)context.Artifacts["check"]["output"]!).Should().Be("half\n");
        (await LivingProcesses.LeftInAsync(_folder.Path)).Should().BeEmpty();
    }

    [Fact]
    public async Task Run_Flood_KeepsTheTail()
    {
        var (_, context) = await RunAsync(Phase("head -c 20000000 /dev/zero | tr '\\0' x; echo end"));

        var artifact = context.Artifacts["check"];
        ((long)artifact["output_bytes"]!).Should().Be(20_000_004);
        ((string)artifact["output"]!).Should().EndWith("xend\n").And.HaveLength(ChildProcessDefaults.OutputTailBytes + "[19934468 bytes cut]".Length);
    }

    [Fact]
    public async Task Run_UnknownProgram_Rises()
    {
        var run = () => RunAsync(new CommandPhase(new CommandPhaseSpec("check") { Command = ["no-such-program-of-testops"] }, _folder.Path, Stub.Guard));

        (await run.Should().ThrowAsync<ChildProcessException>()).Which.ExitCode.Should().Be(Core.ExitCode.Environment, "a check that cannot be made has not failed");
    }

    public void Dispose() => _folder.Dispose();

    private CommandPhase Phase(string script, Dictionary<string, string>? environment = null, TimeSpan? timeout = null)
    {
        var spec = new CommandPhaseSpec("check") { Command = ["/bin/sh", "-c", script], Environment = environment ?? [], Timeout = timeout ?? TimeSpan.FromMinutes(1) };
        return new CommandPhase(spec, _folder.Path, Stub.Guard);
    }

    private static async Task<(IReadOnlyList<RunEvent> Events, PhaseContext Context)> RunAsync(IPhase phase)
    {
        var store = new InMemoryRunStore(TimeProvider.System);
        await using var journal = await JournalAsync(store);
        var context = PhaseContexts.Over(journal, TimeProvider.System);
        await phase.RunAsync(context, Stub.Deadline);
        return ([.. (await store.ReadAsync(journal.RunId, 0, 100, Stub.Deadline)).Select(entry => entry.Event)], context);
    }

    private static Task<IRunJournal> JournalAsync(InMemoryRunStore? store = null)
    {
        var run = new Core.Runs.RunRecord { RunId = SequentialIds.At(1), Trigger = "test", Suite = "small", Status = Core.RunStatus.Pending, CreatedAt = DateTimeOffset.UnixEpoch };
        return (store ?? new InMemoryRunStore(TimeProvider.System)).CreateAsync(run, Stub.Deadline);
    }

    private static async Task AppearedAsync(FileSystemWatcher watcher, string name)
    {
        var appeared = new TaskCompletionSource();
        watcher.Created += (_, created) => _ = created.Name == name && appeared.TrySetResult();
        watcher.EnableRaisingEvents = true;
        if (!File.Exists(Path.Combine(watcher.Path, name)))
        {
            await appeared.Task.WaitAsync(Stub.Deadline);
        }
    }
}
