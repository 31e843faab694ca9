using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Determinism;
using TestOps.Core.Journaling;
using TestOps.Core.Snapshots;
using TestOps.EndToEnd.Tests.Binary;
using TestOps.EndToEnd.Tests.Suites;
using TestOps.Store.Files;

namespace TestOps.EndToEnd.Tests.Crashes;

/// <summary>
/// <c>kill -9</c> at any instant of a run: every event that was shown can be read, the run ends as INTERRUPTED, nothing is left running, and no file is half
/// written under its final name.
/// </summary>
public sealed class KilledRunTests
{
    private const int Kills = 50;

    // Each lane kills its own runs in its own data folder, one after the other, so that every start also meets what the death before it left behind.
    private const int Lanes = 2;

    private static readonly TimeSpan OrphanDeadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Run_KilledAtFiftyInstants_LeavesEveryShownEventReadable()
    {
        var length = await MeasureAsync();
        var random = SeededRandom.ForSession(seed: 9, session: 0).Fork("kills");
        var instants = Enumerable.Range(0, Kills).Select(_ => TimeSpan.FromTicks(random.NextInt64(length.Ticks))).ToList();

        var killed = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => KillAllAsync(instants.Where((_, index) => index % Lanes == lane))));

        killed.Sum(lane => lane.Killed).Should().BeGreaterThan(Kills / 2, "most instants lie before the end of a run of {0}", length);
        killed.Sum(lane => lane.Interrupted).Should().BeGreaterThan(Kills / 10, "some kills hit a run that had begun, however long a busy machine takes to start it");
    }

    [Fact]
    public async Task Run_KilledInSim_IsInterruptedWithItsCause()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("run.yaml", SuiteText.Toron(users: 500_000));
        await using var run = sandbox.Start("run", "run.yaml");
        await run.WaitForOutputAsync("sim started");
        await RunJournal.WaitForAsync(sandbox.Data, seen => seen is PhaseProgress { Phase: "sim", Done: > 0 });

        run.KillAlone();
        await run.WaitForExitAsync();
        var shown = await sandbox.RunAsync("show", "last", "--json");

        shown.ExitCode.Should().Be(0, "{0}", shown);
        shown.Error.Should().Contain("had lost its owner and is INTERRUPTED now");
        ((string)shown.Json["status"]!).Should().Be("INTERRUPTED");
        ((int)shown.Json["exit_code"]!).Should().Be(21);
        ((string)shown.Json["cause"]!).Should().StartWith("the process that owned it is gone; last event ");

        var verified = await sandbox.RunAsync("verify", "last");
        verified.ExitCode.Should().Be(2, "nothing was sealed, so nothing is damaged: {0}", verified);
        verified.Error.Should().Contain("has no snapshot; it is INTERRUPTED");
    }

    /// <summary>How long a run takes that nobody kills.</summary>
    private static async Task<TimeSpan> MeasureAsync()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("run.yaml", SuiteText.ToronWithLoad());
        var started = TimeProvider.System.GetTimestamp();
        var result = await sandbox.RunAsync("run", "run.yaml");
        result.ExitCode.Should().Be(0, "{0}", result);
        return TimeProvider.System.GetElapsedTime(started);
    }

    private static async Task<(int Killed, int Interrupted)> KillAllAsync(IEnumerable<TimeSpan> instants)
    {
        using var sandbox = new Sandbox();
        sandbox.Write("run.yaml", SuiteText.ToronWithLoad());
        var known = new HashSet<RunId>();
        var killed = 0;
        foreach (var (index, instant) in instants.Index())
        {
            await using var run = sandbox.Start("run", "run.yaml");
            if (index % 2 == 1)
            {
                // A busy machine takes longer to start a run than it took to measure one: every other kill is counted from the run's beginning.
                await run.WaitForOutputAsync("Run started");
            }

            killed += await run.KillAfterAsync(instant / (1 + (index % 2))) ? 1 : 0;
            await CheckShownLinesAsync(sandbox, known, (await run.WaitForExitAsync()).Out);
        }

        (await ProcessTable.LeftAfterAsync(sandbox.Folder, OrphanDeadline)).Should().BeEmpty("no engine outlives its run");
        var history = await sandbox.RunAsync("history", "--json", "--limit", "1000");
        history.ExitCode.Should().Be(0, "{0}", history);
        await CheckFilesAsync(sandbox);
        return (killed, CheckEnded(history.Json["runs"]!.AsArray()));
    }

    /// <summary>What a terminal showed is the beginning of the new run's journal, line for line.</summary>
    private static async Task CheckShownLinesAsync(Sandbox sandbox, HashSet<RunId> known, string output)
    {
        // The last line may have been cut; after an empty one follows the report of a run that came to its end.
        var shown = output.Split('\n').SkipLast(1).TakeWhile(line => line.Length > 0).ToList();
        if (shown.Count == 0 && !File.Exists(Path.Combine(sandbox.Data, "testops.db")))
        {
            return;
        }

        var born = (await RunJournal.RunsAsync(sandbox.Data)).Where(run => known.Add(run.RunId)).ToList();
        var entries = born.Count == 0 ? [] : await RunJournal.ReadAsync(sandbox.Data, born.Single().RunId);
        entries.Select(entry => entry.Sequence).Should().Equal(Enumerable.Range(1, entries.Count).Select(number => (long)number));
        entries.Select(RunJournal.LineOf).OfType<string>().Take(shown.Count).Should().Equal(shown);
    }

    private static int CheckEnded(JsonArray runs)
    {
        runs.Select(run => (string)run!["status"]!).Should().BeSubsetOf(["INTERRUPTED", "PASS", "WARN"]);
        return runs.Count(run => (string)run!["status"]! == "INTERRUPTED");
    }

    private static async Task CheckFilesAsync(Sandbox sandbox)
    {
        var snapshots = Path.Combine(sandbox.Data, "snapshots");
        Directory.GetFiles(snapshots, ".*").Should().BeEmpty("the next start removes what a dead one had begun");
        var files = FileSnapshotStore.OpenFolder(snapshots);
        foreach (var run in await RunJournal.RunsAsync(sandbox.Data))
        {
            var entries = await RunJournal.ReadAsync(sandbox.Data, run.RunId);
            if (run.Status == RunStatus.Interrupted)
            {
                var ended = entries[^1].Event.Should().BeOfType<RunEnded>().Subject;
                ended.ExitCode.Should().Be(21);
                ended.Cause.Should().StartWith("the process that owned it is gone");
            }

            CheckEvidence(files, run.RunId);
        }
    }

    private static void CheckEvidence(FileSnapshotStore files, RunId runId)
    {
        var names = files.List(runId);
        if (names.Contains(SnapshotNames.Head(runId)))
        {
            SnapshotVerifier.Verify(files, runId, null).Damage.Should().BeNull();
        }
        else if (names.Count > 0)
        {
            // Without a head nothing says what the trace should be; it must be whole by itself.
            names.Should().Equal(SnapshotNames.Trace(runId));
            using var trace = new TraceReader(files.OpenRead(names[0])!, names[0]);
            var sessions = 0;
            while (trace.ReadSession() is not null)
            {
                sessions++;
            }

            sessions.Should().Be(20);
        }
    }
}
