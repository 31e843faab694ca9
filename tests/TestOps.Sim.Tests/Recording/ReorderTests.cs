using System.Globalization;
using CsCheck;
using TestOps.Core.Engines;
using TestOps.Testing.Engines;

namespace TestOps.Sim.Tests.Recording;

/// <summary>Sessions that finish before an earlier one wait, in memory or spilled; the trace and the replays never show which.</summary>
public sealed class ReorderTests
{
    private const int Segment = 64;
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task RunAsync_FirstSessionFinishesLast_SpillsBeyondTheLimit_AndWritesTheSameTrace()
    {
        var straight = await new SimWorld { Workers = 1, Engine = Engine() }.RunAsync(Suites.OneCall(10 * Segment));
        var roomy = await HeldBackAsync(reorderBytesMax: null);
        var tight = await HeldBackAsync(reorderBytesMax: 0);

        straight.World.Spill.Count.Should().Be(0, "one worker finishes in order");
        roomy.World.Spill.Count.Should().Be(0, "the default limit holds all of it");
        tight.World.Spill.Count.Should().BePositive("nothing may wait in memory");
        tight.TraceBytes.Should().Equal(straight.TraceBytes);
        roomy.TraceBytes.Should().Equal(straight.TraceBytes);
    }

    // Which segments wait depends on the threads; what is written must not.
    [Fact]
    public Task RunAsync_AnyLimitAndWorkers_SameTraceAndScore() => Gen.Select(Gen.Int[1, 400], Gen.Int[1, 6], Gen.Long[0, 40_000]).SampleAsync(
        async (users, workers, most) =>
        {
            var straight = await new SimWorld { Workers = 1 }.RunAsync(Suites.Toron(users, times: 1));
            var window = await new SimWorld { Workers = workers, ReorderBytesMax = most }.RunAsync(Suites.Toron(users, times: 1));

            return window.TraceBytes.SequenceEqual(straight.TraceBytes) && window.Outcome.Verdict.DeterminismScore is 100;
        },
        iter: 25,
        threads: 1);

    /// <summary>Two workers, of which the one with session 0 waits until the other has been through all later segments.</summary>
    private static async Task<SimOutcome> HeldBackAsync(long? reorderBytesMax)
    {
        var others = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var engine = Engine((call, cancellationToken) =>
        {
            if (call.Context.Session == (10 * Segment) - 1)
            {
                others.TrySetResult();
            }

            return call.Context.Session == 0 ? others.Task.WaitAsync(s_deadline, cancellationToken) : Task.CompletedTask;
        });
        return await new SimWorld { Workers = 2, Engine = engine, ReorderBytesMax = reorderBytesMax }.RunAsync(Suites.OneCall(10 * Segment));
    }

    private static ScriptedEngine Engine(Func<EngineCall, CancellationToken, Task>? before = null) =>
        new(static (call, _) => ScriptedEngine.Json(string.Create(CultureInfo.InvariantCulture, $$"""{"session":{{call.Context.Session}}}"""))) { Before = before };
}
