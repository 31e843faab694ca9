using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Runs;
using TestOps.Core.Safety;
using TestOps.Core.Verdicts;
using TestOps.Core.WarRoom;

namespace TestOps.Core.Tests.Runs;

/// <summary>Phases that can tell before the first one starts whether they will be able to run.</summary>
public sealed class PreparedPhaseTests
{
    [Fact]
    public async Task RunAsync_ToolOfALaterPhaseIsMissing_StartsNothingAndSaysWhatToDo()
    {
        var hasSimRun = false;
        var world = new RunWorld()
            .With("sim", (context, _) =>
            {
                hasSimRun = true;
                return RunWorld.HoldAsync(context, "sim");
            })
            .WithPrepared("load", (_, _) => throw new ToolUnavailableException("k6", "there is no k6", "install it"));

        var outcome = await world.RunAsync();

        hasSimRun.Should().BeFalse("nobody waits for a simulation to learn that a tool is missing");
        (outcome.Verdict.Status, outcome.Verdict.ExitCode).Should().Be((RunStatus.Error, ExitCode.Environment));
        outcome.Verdict.Cause.Should().Contain("there is no k6");
        var events = await world.EventsAsync();
        events.OfType<PhaseStarted>().Should().BeEmpty();
        events.OfType<PhaseEnded>().Single().Should().BeEquivalentTo(new { Phase = "load", Outcome = "failed", ExitCode = 21 });
        events.OfType<PhaseSkipped>().Select(skipped => (skipped.Phase, skipped.Reason)).Should().Equal(("sim", "load cannot run"), ("replay", "an earlier phase did not complete"));
        events.OfType<IncidentOpened>().Single().Code.Should().Be(IncidentCodes.ToolUnavailable);
    }

    [Fact]
    public async Task RunAsync_Prepared_RunsAsAnyOther()
    {
        var order = new List<string>();
        var world = new RunWorld()
            .With("sim", (context, _) =>
            {
                order.Add("sim");
                return RunWorld.HoldAsync(context, "sim");
            })
            .WithPrepared("load", (_, _) =>
            {
                order.Add("prepare load");
                return Task.CompletedTask;
            });

        var outcome = await world.RunAsync();

        order.Should().Equal("prepare load", "sim");
        outcome.Verdict.Status.Should().Be(RunStatus.Pass);
    }

    [Fact]
    public async Task RunAsync_StoppedWhilePreparing_IsCancelled()
    {
        var world = new RunWorld();
        world.WithPrepared("load", (_, cancellationToken) =>
        {
            world.Control.Cancel(CancelReason.User);
            cancellationToken.ThrowIfCancellationRequested();
            return Task.CompletedTask;
        });

        var outcome = await world.RunAsync();

        outcome.Verdict.Status.Should().Be(RunStatus.Cancelled);
        (await world.EventsAsync()).OfType<PhaseStarted>().Should().BeEmpty();
    }
}
