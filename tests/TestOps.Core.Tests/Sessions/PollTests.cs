using TestOps.Core.Clocks;
using TestOps.Core.Engines;
using TestOps.Testing.Clocks;

namespace TestOps.Core.Tests.Sessions;

/// <summary>A poll is one step: its last answer counts, its attempts are measurements.</summary>
public sealed class PollTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public async Task RunAsync_UntilIsMet_IsOneStepWithTheLastAnswer_AndVirtualTimeMoves()
    {
        var asked = 0;
        var world = new SessionWorld(call => SessionWorld.Json($"{{\"status\":\"{(++asked < 4 ? "running" : "done")}\",\"n\":{asked}}}", elapsedNs: Second / 2));

        (await world.RunAsync("""
            - { name: wait, call: GET /job, query: { r: "${random.int(1000000)}" }, until: { at: /status, in: [done, failed], every: 2s }, keep: { n: /n } }
            - { name: next, call: "GET /next/${keep.n}" }
            """)).Should().BeTrue();

        world.Records.Should().HaveCount(2);
        var record = world.Records[0];
        (record.StartNs, record.ElapsedNs, record.Attempts).Should().Be((0, (4 * Second / 2) + (3 * 2 * Second), 4));
        SessionWorld.Text(record.Body).Should().Be("{\"n\":4,\"status\":\"done\"}");
        record.Checks.Select(check => (check.Name, check.Passed)).Should().Equal(("status", true), ("until", true), ("keep n", true));
        world.Sent[..4].Should().OnlyContain(sent => sent == world.Sent[0], "all attempts send one request, drawn once");
        world.Sent[4].Should().Be("GET /next/4");
        world.Records[1].StartNs.Should().Be(8 * Second);
    }

    [Fact]
    public async Task RunAsync_TimeIsOver_FailsTheCheckWithWhatWasSeenLast()
    {
        var world = new SessionWorld(_ => SessionWorld.Json("{\"status\":\"running\"}", elapsedNs: Second / 10));

        await world.RunAsync("- { name: wait, call: GET /job, until: { at: /status, equals: done, every: 1s, timeout: 3s } }");

        world.Attempts.Should().Equal(3);
        world.Checks.Single()[1].ToString().Should().Be("expected /status to be \"done\" within 3 s, was \"running\" at last, after 3 attempts in 2.3 s");
    }

    [Fact]
    public async Task RunAsync_AttemptWithoutAnAnswer_EndsThePoll()
    {
        var asked = 0;
        var world = new SessionWorld(_ => ++asked == 2 ? EngineReply.Failed(new EngineFailure(EngineFailureKind.Timeout, "slow", 1050), Second) : SessionWorld.Json("{}"));

        (await world.RunAsync("- { name: wait, call: GET /job, until: { at: /status, equals: done } }")).Should().BeFalse();

        (world.Records.Single().Failure, world.Records.Single().Attempts, world.Records.Single().ElapsedNs).Should().Be((EngineFailureKind.Timeout, 2, 2 * Second));
    }

    [Fact]
    public async Task RunAsync_AnswerThatIsNoJson_IsAskedAgain()
    {
        var asked = 0;
        var world = new SessionWorld(_ => ++asked == 1 ? EngineReply.Plain(503, "text/html", "<p>"u8.ToArray(), 0) : SessionWorld.Json("{\"ok\":true}"));

        await world.RunAsync("- { name: wait, call: GET /job, until: { at: /ok, equals: true } }");

        world.Checks.Single().Should().AllSatisfy(check => check.Passed.Should().BeTrue());
    }

    [Fact]
    public async Task RunAsync_InWallTime_WaitsBetweenTheAttempts()
    {
        var time = new ManualTime();
        var asked = 0;
        var world = new SessionWorld(_ => SessionWorld.Json($"{{\"ok\":{(++asked == 2 ? "true" : "false")}}}")) { Clock = () => SessionClock.Wall(time), Time = time };

        var run = world.RunAsync("- { name: wait, call: GET /job, until: { at: /ok, equals: true, every: 3s } }");
        await time.WaitForTimersAsync(1, TestContext.Current.CancellationToken);
        asked.Should().Be(1);
        time.Advance(TimeSpan.FromSeconds(3));
        await run;

        (world.Records.Single().Attempts, world.Records.Single().ElapsedNs).Should().Be((2, 3 * Second));
    }
}
