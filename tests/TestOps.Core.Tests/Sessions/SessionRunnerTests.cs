using CsCheck;
using TestOps.Core.Clocks;
using TestOps.Core.Engines;
using TestOps.Core.Expressions;
using TestOps.Core.Sessions;
using TestOps.Testing.Clocks;

namespace TestOps.Core.Tests.Sessions;

public sealed class SessionRunnerTests
{
    [Fact]
    public async Task RunAsync_KeptValueAbsent_FailsItsCheckAndEndsTheSession()
    {
        var world = new SessionWorld(_ => SessionWorld.Json("{\"id\":null}"));

        var isComplete = await world.RunAsync("""
            - { name: a, call: GET /a, keep: { id: /id, gone: /nope } }
            - { name: b, call: GET /b }
            """);

        isComplete.Should().BeFalse();
        world.Records.Should().ContainSingle().Which.Checks.Select(check => (check.Name, check.Passed)).Should().Equal(("status", true), ("keep id", true), ("keep gone", false));
        world.Checks.Single()[2].Expected.Should().Be("a value at /nope");
    }

    [Theory]
    [InlineData("{\"user\":{}}")]
    [InlineData("{\"user\":null}")]
    [InlineData("{\"user\":{\"id\":null}}")]
    [InlineData("{\"user\":7}")]
    public async Task RunAsync_KeptValueOfAnotherShape_IsACallThatWasNotMade(string answer)
    {
        var world = new SessionWorld(_ => SessionWorld.Json(answer));

        var isComplete = await world.RunAsync("""
            - { name: login, call: POST /login, keep: { user: /user } }
            - { name: get, call: "GET /users/${keep.user.id}", body: { x: 1 } }
            - { name: never, call: GET /never }
            """);

        isComplete.Should().BeFalse();
        world.Sent.Should().Equal("POST /login");
        world.Records.Should().HaveCount(2);
        world.Records[1].Failure.Should().Be(EngineFailureKind.InvalidRequest);
        world.Records[1].Path.Should().Be("/users/${keep.user.id}");
        world.Replies[1].Failure!.Message.Should().Contain("the call was not made").And.Contain("keep.user.id");
    }

    [Fact]
    public async Task RunAsync_SuiteRefersToNothing_IsAnErrorOfTheSuite()
    {
        var world = new SessionWorld(_ => SessionWorld.Json("{}"));

        var run = () => world.RunAsync("- { name: a, call: GET /a, body: { x: \"${step.nothing.at.all}\" } }");

        (await run.Should().ThrowAsync<ExpressionException>()).Which.ExitCode.Should().Be(ExitCode.Usage);
    }

    [Fact]
    public async Task RunAsync_CallWithoutAnswer_EndsTheSessionWithoutChecks()
    {
        var world = new SessionWorld(call => call.Path == "/b" ? EngineReply.Failed(new EngineFailure(EngineFailureKind.Timeout, "slow", 1050), 7) : SessionWorld.Json("{}", elapsedNs: 3));

        (await world.RunAsync("- { name: a, call: GET /a }\n- { name: b, call: GET /b, keep: { x: /x } }\n- { name: c, call: GET /c }")).Should().BeFalse();

        world.Records.Should().HaveCount(2);
        world.Records[1].Failure.Should().Be(EngineFailureKind.Timeout);
        world.Records[1].Checks.Should().BeEmpty();
        (world.Records[1].StartNs, world.Records[1].ElapsedNs).Should().Be((3, 7));
    }

    [Fact]
    public async Task RunAsync_AnswersOfTheStepBefore_AreNotInScopeOfTheNextRequest()
    {
        var world = new SessionWorld(_ => SessionWorld.Json("{\"a\":1}", headers: [new Header("X-Id", "7")]));

        await world.RunAsync("""
            - { name: a, call: GET /a, expect: [{ js: "headers['x-id'] === '7'" }] }
            - { name: b, call: GET /b, body: { x: "${[status, body === undefined, headers['x-id'] === undefined]}" } }
            """);

        world.Checks[0].Should().AllSatisfy(check => check.Passed.Should().BeTrue());
        world.Sent[1].Should().Be("GET /b {\"x\":[0,true,true]}");
    }

    [Fact]
    public async Task RunAsync_Credentials_AreSentAndNeverRecorded()
    {
        var headers = Array.Empty<Header>() as IReadOnlyList<Header>;
        var world = new SessionWorld(call =>
        {
            headers = call.Headers;
            return SessionWorld.Json("{}", headers: [new Header("Set-Cookie", "sid=s3cret"), new Header("X-Plain", "1"), new Header("x-plain", "2"), new Header("Date", "today")]);
        });

        await world.RunAsync("""
            - name: a
              call: GET /a
              headers: { Authorization: "Bearer t0ken", cookie: "sid=1", X-Trace: "u-${user.index}" }
              expect: [{ header: Set-Cookie, contains: sid }, { header: X-PLAIN, equals: "1, 2" }]
            """);

        headers.Select(header => header.Name).Should().BeEquivalentTo("Authorization", "X-Trace", "cookie");
        var record = world.Records.Single();
        record.Checks.Should().AllSatisfy(check => check.Passed.Should().BeTrue());
        record.RequestHeaders.Should().Equal(new Header("X-Trace", "u-${user.index}"));
        record.Headers.Should().Equal(new Header("x-plain", "1"), new Header("x-plain", "2"));
    }

    [Fact]
    public async Task RunAsync_VirtualTime_MovesByAnswersAndThinkTimeAlone()
    {
        var world = new SessionWorld(_ => SessionWorld.Json("{}", elapsedNs: 1_500_000));

        await world.RunAsync("""
            - { name: a, call: GET /a, expect: [{ js: "Date.now() === 1767225600001" }] }
            - think: 2s
            - { name: b, call: GET /b, body: { at: "${new Date().toISOString()}" } }
            """);

        world.Records.Select(record => record.StartNs).Should().Equal(0, 2_001_500_000);
        world.Records.Should().AllSatisfy(record => record.IsVirtualTime.Should().BeTrue());
        world.Checks[0].Should().AllSatisfy(check => check.Passed.Should().BeTrue());
        world.Sent[1].Should().Contain("2026-01-01T00:00:02.001Z");
    }

    [Fact]
    public async Task RunAsync_WallTimeWithRealThink_WaitsOnTheClock()
    {
        var time = new ManualTime();
        var world = new SessionWorld(_ => SessionWorld.Json("{}", elapsedNs: 5)) { Clock = () => SessionClock.Wall(time), Time = time, SpendsThink = true };

        var run = world.RunAsync("- { name: a, call: GET /a }\n- think: 3s\n- { name: b, call: GET /b }");
        await time.WaitForTimersAsync(1, TestContext.Current.CancellationToken);
        world.Records.Should().ContainSingle();
        time.Advance(TimeSpan.FromSeconds(3));
        await run;

        world.Records.Select(record => record.StartNs).Should().Equal(0, 3_000_000_000);
        world.Records.Should().AllSatisfy(record => record.IsVirtualTime.Should().BeFalse());
    }

    [Fact]
    public async Task RunAsync_WallTimeThinkSkipped_DrawsAllTheSame()
    {
        var time = new ManualTime();
        const string steps = "- think: { exponential: 2s }\n- { name: a, call: GET /a, body: { n: \"${random.int(1000000)}\" } }";
        var skipped = new SessionWorld(_ => SessionWorld.Json("{}")) { Clock = () => SessionClock.Wall(time), Time = time };
        var spent = new SessionWorld(_ => SessionWorld.Json("{}"));

        await skipped.RunAsync(steps);
        await spent.RunAsync(steps);

        skipped.Sent.Should().Equal(spent.Sent);
        spent.Records.Single().StartNs.Should().BePositive();
    }

    [Fact]
    public Task RunAsync_SameSeedAndSession_SameInputs_OthersDiffer() => Gen.Select(Gen.ULong, Gen.Long[0, 99]).SampleAsync(
        async (seed, session) =>
        {
            const string steps = "- { name: a, call: GET /a, body: { a: \"${random.int(1000000000)}\", b: \"${Math.random()}\", u: \"${user.id}\" } }\n- think: { exponential: 1s }\n- { name: b, call: GET /b }";
            var worlds = new List<SessionWorld>();
            foreach (var (seeded, number) in new[] { (seed, session), (seed, session), (seed + 1, session), (seed, session + 1) })
            {
                var world = new SessionWorld(_ => SessionWorld.Json("{}"));
                await world.RunAsync(steps, number, seeded);
                worlds.Add(world);
            }

            var inputs = worlds.Select(world => $"{world.Sent[0]} {world.Records[1].StartNs}").ToList();
            return inputs[0] == inputs[1] && inputs.Distinct().Count() == 3;
        },
        iter: 30);

    [Fact]
    public async Task RunAsync_Cancelled_StopsBeforeTheNextCall()
    {
        using var stop = new CancellationTokenSource();
        var world = new SessionWorld(call =>
        {
            stop.Cancel();
            return SessionWorld.Json("{}");
        });

        var run = () => world.RunAsync("- { name: a, call: GET /a }\n- { name: b, call: GET /b }", cancellationToken: stop.Token);

        await run.Should().ThrowAsync<OperationCanceledException>();
        world.Sent.Should().ContainSingle();
    }

    [Fact]
    public async Task RunAsync_ClientThrows_LeavesTheDispatcher()
    {
        var dispatcher = new CountingDispatcher();
        var world = new SessionWorld(_ => throw new InvalidOperationException("a bug of the client")) { Dispatcher = dispatcher };

        var run = () => world.RunAsync("- { name: a, call: GET /a }");

        await run.Should().ThrowAsync<InvalidOperationException>();
        (dispatcher.Entered, dispatcher.Left).Should().Be((1, 1));
    }

    private sealed class CountingDispatcher : IDispatcher
    {
        public int Entered { get; private set; }

        public int Left { get; private set; }

        public ValueTask<long?> EnterAsync(long session, int step, CancellationToken cancellationToken)
        {
            Entered++;
            return ValueTask.FromResult<long?>(Entered - 1);
        }

        public void Skip(long session, int step) => throw new InvalidOperationException("Nothing is skipped here.");

        public void Leave(long? turn) => Left++;
    }
}
