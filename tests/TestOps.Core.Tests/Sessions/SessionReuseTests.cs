using CsCheck;
using TestOps.Core.Clocks;
using TestOps.Core.Engines;
using TestOps.Core.Sessions;
using TestOps.Testing.Clocks;

namespace TestOps.Core.Tests.Sessions;

/// <summary>A user of a load has one runner for all of its sessions, which are made of the same objects: nothing of one may be seen in the next.</summary>
public sealed class SessionReuseTests
{
    private const string Steps = """
        - name: login
          call: POST /login
          headers: { X-Status: "${status}" }
          body: { user: "${user.id}", index: "${user.index}", draw: "${random.int(1000000000)}", also: "${Math.random()}" }
          keep: { token: /token }
        - think: { exponential: 1s }
        - { name: work, call: "GET /work/${keep.token}" }
        """;

    [Fact]
    public Task RunAsync_SessionsOfOneRunner_SendWhatRunnersOfTheirOwnSend() => Gen.Select(Gen.ULong, Gen.Long[0, 99].Array[2, 5]).SampleAsync(
        async (seed, sessions) =>
        {
            var (shared, own) = (new SessionWorld(Answer) { Sim = "  cookies: session" }, new SessionWorld(Answer) { Sim = "  cookies: session" });
            var program = SessionProgram.Compile(SessionWorld.PlanOf(Steps, seed, sim: shared.Sim));
            var runner = new SessionRunner(program, Options(), new Unwatched());
            foreach (var session in sessions)
            {
                await runner.RunAsync(session, program.Scenario("only"), shared, CancellationToken.None);
                await new SessionRunner(program, Options(), new Unwatched()).RunAsync(session, program.Scenario("only"), own, CancellationToken.None);
            }

            shared.Sent.Should().Equal(own.Sent).And.HaveCount(2 * sessions.Length);
            Headers(shared).Should().Equal(Headers(own)).And.Contain("Cookie: id=7");
        },
        iter: 50);

    [Fact]
    public async Task RunAsync_SessionCutInItsPause_LeavesTheNextOneItsWholePause()
    {
        var time = new ManualTime();
        var world = new SessionWorld(_ => SessionWorld.Json("{}"));
        var program = SessionProgram.Compile(SessionWorld.PlanOf("- { name: a, call: GET /a }\n- think: 3s\n- { name: b, call: GET /b }"));
        var runner = new SessionRunner(program, Options(time), new Unwatched());
        using var cut = new CancellationTokenSource();

        var first = runner.RunAsync(0, program.Scenario("only"), world, cut.Token).AsTask();
        time.Advance(TimeSpan.FromSeconds(2));
        await cut.CancelAsync();
        await FluentActions.Awaiting(() => first).Should().ThrowAsync<OperationCanceledException>();
        var second = runner.RunAsync(1, program.Scenario("only"), world, CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromSeconds(2.9));
        world.Sent.Should().Equal("GET /a", "GET /a");
        time.Advance(TimeSpan.FromSeconds(0.1));

        (await second).Should().BeTrue();
        world.Sent.Should().Equal("GET /a", "GET /a", "GET /b");
    }

    [Fact]
    public async Task RunAsync_CutBeforeItsPause_IsCutThere()
    {
        using var cut = new CancellationTokenSource();
        var world = new SessionWorld(_ =>
        {
            cut.Cancel();
            return SessionWorld.Json("{}");
        });
        var program = SessionProgram.Compile(SessionWorld.PlanOf("- { name: a, call: GET /a }\n- think: 3s"));

        var run = () => new SessionRunner(program, Options(new ManualTime()), new Unwatched()).RunAsync(0, program.Scenario("only"), world, cut.Token).AsTask();

        await run.Should().ThrowAsync<OperationCanceledException>();
    }

    private static EngineReply Answer(EngineCall call) => call.Path == "/login"
        ? SessionWorld.Json($$"""{"token":"t{{call.Context.Session}}"}""", headers: [new Header("Set-Cookie", "id=7; Path=/")])
        : SessionWorld.Json("[]");

    private static IEnumerable<string> Headers(SessionWorld world) => world.Calls.SelectMany(call => call.Headers.Select(header => $"{header.Name}: {header.Value}"));

    private static SessionOptions Options(ManualTime? time = null) => time is null
        ? new SessionOptions { Clock = SessionClock.Virtual, Time = TimeProvider.System }
        : new SessionOptions { Clock = () => SessionClock.Wall(time), Time = time, SpendsThink = true };

    private sealed class Unwatched : ISessionObserver
    {
        public void OnStep(StepOutcome outcome)
        {
            // What the engine saw is looked at.
        }
    }
}
