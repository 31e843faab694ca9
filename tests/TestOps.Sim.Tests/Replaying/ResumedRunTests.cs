using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Core.Snapshots;
using TestOps.Sim.Replaying;
using TestOps.Testing.Engines;
using TestOps.Testing.Runs;
using TestOps.Testing.Snapshots;

namespace TestOps.Sim.Tests.Replaying;

/// <summary>A run whose process dies after each of its commits in turn, and which the next process takes over.</summary>
public sealed class ResumedRunTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly InMemoryDatabase _database = new();
    private readonly InMemorySnapshotStore _snapshots = new();
    private string _suite = Suites.OneCall();
    private string? _version = "1.0";

    [Fact]
    public async Task Run_DiesAfterEachOfItsCommits_EndsAsIfItHadLivedOrIsInterruptedBeforeItsSeal()
    {
        var undisturbed = new ResumedRunTests();
        await undisturbed.DieAfterAsync(int.MaxValue);
        var expected = await undisturbed.EndAsync();
        var outcomes = new List<RunStatus>();
        for (var commits = 0; ; commits++)
        {
            var world = new ResumedRunTests();
            if (!await world.DieAfterAsync(commits))
            {
                break;
            }

            await world.TakeOverAsync();
            var end = await world.EndAsync();
            outcomes.Add(end.Run.Status);
            end.Entries.Select(entry => entry.Sequence).Should().Equal(Enumerable.Range(1, end.Entries.Count).Select(number => (long)number), "the journal goes on without a gap");
            if (end.Run.Status == RunStatus.Interrupted)
            {
                end.Events.Should().NotContain(said => said is SnapshotSealed && end.Run.SnapshotPath == null);
                continue;
            }

            end.Run.Status.Should().Be(expected.Run.Status, "after {0} commits", commits);
            end.Run.DeterminismScore.Should().Be(expected.Run.DeterminismScore);
            ((RunEnded)end.Events[^1]).ExitCode.Should().Be(((RunEnded)expected.Events[^1]).ExitCode);
            Counted(end).Should().Equal(Counted(expected));
            SnapshotVerifier.Verify(world._snapshots, end.Run.RunId, end.Events.OfType<ResultSealed>().Single().Sha256).Damage.Should().BeNull();
        }

        outcomes.Should().Contain(RunStatus.Interrupted).And.Contain(RunStatus.Warn).And.OnlyContain(status => status == RunStatus.Interrupted || status == RunStatus.Warn);
    }

    [Fact]
    public async Task Run_DiesInItsSecondReplay_KeepsTheFirst()
    {
        await DieBetweenReplaysAsync();
        var before = Bytes(SnapshotNames.Replay((await EndAsync()).Run.RunId, 1));

        await TakeOverAsync();

        var end = await EndAsync();
        end.Run.Status.Should().Be(RunStatus.Warn);
        end.Events.OfType<Notice>().Select(notice => notice.Text).Should().Contain(text => text.StartsWith("resumed from its sealed snapshot by the test", StringComparison.Ordinal))
            .And.Contain("replay 1 had come to its end before: its record is kept and judged");
        end.Events.OfType<PhaseStarted>().Count(started => started.Phase == "replay").Should().Be(2);
        Bytes(SnapshotNames.Replay(end.Run.RunId, 1)).Should().Equal(before);
        end.Events.OfType<ReplayScored>().Where(scored => scored.Scenario is null).Select(scored => (scored.Replay, scored.Identical)).Should().Equal((1, 19), (2, 19), (0, 19));
    }

    [Fact]
    public async Task Run_WhoseSuiteChanged_IsInterruptedWithTheReason()
    {
        await DieBetweenReplaysAsync();
        _suite = Suites.OneCall(users: 21);

        await TakeOverAsync();

        await ShouldBeInterruptedAsync("not resumed: the suite gives another plan now than the one that was recorded");
    }

    [Fact]
    public async Task Run_WhoseEngineHasAnotherVersion_IsInterruptedWithTheReason()
    {
        await DieBetweenReplaysAsync();
        _version = "1.1";

        await TakeOverAsync();

        await ShouldBeInterruptedAsync("not resumed: the engine has version 1.1 now, and 1.0 was recorded");
    }

    [Fact]
    public async Task Run_WhoseFilesAreDamaged_IsInterruptedWithTheReason()
    {
        await DieBetweenReplaysAsync();
        var trace = SnapshotNames.Trace((await EndAsync()).Run.RunId);
        var bytes = Bytes(trace);
        bytes[bytes.Length / 2] ^= 1;
        _snapshots.Put(trace, bytes);

        await TakeOverAsync();

        await ShouldBeInterruptedAsync($"not resumed: {trace}");
    }

    [Fact]
    public async Task Run_WhoseProcessDiesAgainEachTime_IsNotResumedForEver()
    {
        await DieBetweenReplaysAsync();
        for (var deaths = 0; deaths < 5; deaths++)
        {
            await TakeOverAsync(commits: 2);
        }

        await TakeOverAsync();

        await ShouldBeInterruptedAsync("not resumed: its process died again after each of 5 resumptions");
    }

    [Fact]
    public async Task Run_StoppedBeforeItGoesOn_IsCancelled()
    {
        await DieBetweenReplaysAsync();
        using var control = new RunControl();
        control.Cancel(Core.Verdicts.CancelReason.User);

        await TakeOverAsync(control: control);

        (await EndAsync()).Run.Status.Should().Be(RunStatus.Cancelled);
    }

    // One session of twenty answers each lease differently.
    private ScriptedEngine Engine() => new((call, lease) => ScriptedEngine.Json($"{{\"v\":{(call.Context.Session == 19 ? lease : 0)}}}")) { Version = _version };

    private RunRequest Request() => new() { Plan = SimWorld.PlanOf(_suite), Engine = Engine(), Trigger = "api", SuitePath = "test.yaml" };

    private Runner Runner(IRunStore store)
    {
        var sim = new SimWorld().Environment;
        return new Runner(new RunnerEnvironment { Store = store, Snapshots = _snapshots, Phases = [new SimPhase(sim, _snapshots), new ReplayPhase(sim, _snapshots)], Time = TimeProvider.System, Ids = new IdSource(Guid.CreateVersion7) });
    }

    /// <summary>Runs until the process dies; false where it lives to the end.</summary>
    private async Task<bool> DieAfterAsync(int commits)
    {
        var store = new MortalRunStore(new InMemoryRunStore(_database, TimeProvider.System), commits);
        var run = new RunRecord { RunId = new RunId(Guid.CreateVersion7()), Trigger = "api", Suite = "one-call", Status = RunStatus.Pending, CreatedAt = TimeProvider.System.GetUtcNow(), Request = "{}" };
        using var control = new RunControl();
        await DieAsync(async () => await Runner(store).RunAsync(Request(), control, run, await store.CreateAsync(run, None)));
        return store.HasDied;
    }

    private async Task DieBetweenReplaysAsync()
    {
        // The death of a process is a number of commits; this one comes after the lease of the second replay.
        for (var commits = 0; ; commits++)
        {
            var world = new ResumedRunTests();
            await world.DieAfterAsync(commits);
            if ((await world.EndAsync()).Events.Any(said => said is EngineLeased { Phase: "replay", Replay: 2 }))
            {
                await DieAfterAsync(commits);
                return;
            }
        }
    }

    private async Task DieAsync(Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (StoreUnavailableException)
        {
            // As its process would: without a word.
        }

        _database.KillOwners();
    }

    private async Task TakeOverAsync(int commits = int.MaxValue, RunControl? control = null)
    {
        var store = new MortalRunStore(new InMemoryRunStore(_database, TimeProvider.System), commits);
        using var own = new RunControl();
        await store.RecoverAsync(None);
        foreach (var run in (await store.ListUnfinishedAsync(None)).Where(RunRecovery.AwaitsServer))
        {
            var owner = (await store.TakeOverAsync(run.RunId, None))!;
            await DieAsync(async () => _ = run.Status == RunStatus.Pending
                ? await Runner(store).RunAsync(Request(), control ?? own, run, owner)
                : await Runner(store).ResumeAsync(Request(), control ?? own, run, owner, "the test", None));
        }
    }

    private async Task<Ended> EndAsync()
    {
        var store = new InMemoryRunStore(_database, TimeProvider.System);
        var run = (await store.ListAsync(null, 1, None)).Single();
        return new Ended(run, await store.ReadAsync(run.RunId, 0, 10_000, None));
    }

    private async Task ShouldBeInterruptedAsync(string reason)
    {
        var end = await EndAsync();
        end.Run.Status.Should().Be(RunStatus.Interrupted);
        var last = end.Events[^1].Should().BeOfType<RunEnded>().Which;
        last.ExitCode.Should().Be(21);
        last.Cause.Should().StartWith("the process that owned it is gone; last event").And.Contain(reason);
    }

    private static IEnumerable<string> Counted(Ended end) =>
        PhaseAttempts.Last(end.Events).Where(said => said is GateMeasured or ReplayScored or DivergenceFound).Select(said => said is DivergenceFound found ? $"{found.Replay} {found.Pointer} {found.Sessions}" : said.ToString());

    private byte[] Bytes(string file)
    {
        using var stream = _snapshots.OpenRead(file)!;
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }

    private sealed record Ended(RunRecord Run, IReadOnlyList<JournalEntry> Entries)
    {
        public IReadOnlyList<RunEvent> Events => [.. Entries.Select(entry => entry.Event)];
    }
}
