using TestOps.Core.Engines;
using TestOps.Core.Expressions;

namespace TestOps.Core.Tests.Sessions;

/// <summary>Conditions, repetitions and flows.</summary>
public sealed class BlockTests
{
    private static SessionWorld World(string root = "") => new(call => SessionWorld.Json($"{{\"id\":\"{call.Path}\",\"n\":1}}", elapsedNs: 10)) { Root = root };

    [Fact]
    public async Task RunAsync_ConditionFalse_SkipsTheCallAndRecordsIt()
    {
        var world = World();

        (await world.RunAsync("""
            - { name: a, call: GET /a, keep: { n: /n } }
            - { name: b, if: "keep.n > 1", call: "GET /b/${keep.n}", think: 5s, expect: [{ at: /n, equals: 2 }] }
            - { name: c, if: "keep.n === 1 && user.index === 0 && step.name === 'c' && step.number === 3", call: GET /c }
            """)).Should().BeTrue();

        world.Sent.Should().Equal("GET /a", "GET /c");
        world.Records.Select(record => (record.Step, record.Name, record.IsSkipped)).Should().Equal((1, "a", false), (2, "b", true), (3, "c", false));
        var skipped = world.Records[1];
        (skipped.Path, skipped.Status, skipped.Checks.Count, skipped.Failure, skipped.Repetition).Should().Be(("/b/${keep.n}", 0, 0, null, 0));
        world.Records[2].StartNs.Should().Be(10, "the pause of a skipped step is skipped with it");
        world.Thinks.Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_Repeat_IsAStepForEachRepetition_WithDrawsOfItsOwn()
    {
        var world = World();

        await world.RunAsync("""
            - { name: a, repeat: 3, if: "step.repetition !== 2", call: "GET /a/${step.repetition}", think: { exponential: 2s } }
            - { name: b, call: "GET /b/${step.repetition}" }
            """);

        world.Sent.Should().Equal("GET /a/1", "GET /a/3", "GET /b/1");
        world.Records.Select(record => (record.Step, record.Repetition, record.IsSkipped)).Should().Equal((1, 1, false), (2, 2, true), (3, 3, false), (4, 0, false));
        world.Thinks.Should().HaveCount(2).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task RunAsync_FlowUsedTwice_HasTheNameOfTheUseBeforeItsSteps_AndTheArgumentsInIt()
    {
        var world = World("""
            flows:
              login: [ { name: login, call: "POST /login/${args.user}", body: { who: "${args.user}", text: "a ${args.user}!", n: "${args.count + 1}" }, expect: [ { js: "body.id.endsWith(args.user)" } ], keep: { token: /id } }, { think: 1s } ]
              twice: [ { use: login, with: { user: "${args.user}", count: 1 } }, { use: login, name: second, with: { user: "x-${user.id}", count: 2 } } ]
            """);

        (await world.RunAsync("""
            - { use: twice, with: { user: "${user.id}" } }
            - { use: twice, name: outer, repeat: 2, if: "step.repetition === 1", with: { user: bob } }
            """)).Should().BeTrue();

        world.Records.Select(record => (record.Name, record.Repetition, record.IsSkipped)).Should().Equal(
            ("login", 0, false), ("second-login", 0, false), ("outer-login", 1, false), ("outer-second-login", 1, false), ("outer-login", 2, true), ("outer-second-login", 2, true));
        world.Sent.Should().Equal(
            "POST /login/user-0 {\"n\":2,\"text\":\"a user-0!\",\"who\":\"user-0\"}",
            "POST /login/x-user-0 {\"n\":3,\"text\":\"a x-user-0!\",\"who\":\"x-user-0\"}",
            "POST /login/bob {\"n\":2,\"text\":\"a bob!\",\"who\":\"bob\"}",
            "POST /login/x-user-0 {\"n\":3,\"text\":\"a x-user-0!\",\"who\":\"x-user-0\"}");
        world.Checks.Should().AllSatisfy(checks => checks.Should().OnlyContain(check => check.Passed));
    }

    [Fact]
    public async Task RunAsync_ArgumentFromAKeptValue_StaysATokenInTheRecord()
    {
        var world = World("flows: { get: [ { name: get, call: \"GET /get/${args.id}\" } ] }");

        await world.RunAsync("""
            - { name: a, call: GET /a, keep: { n: /n } }
            - { use: get, with: { id: "${keep.n}" } }
            """);

        (world.Sent[1], world.Records[1].Path).Should().Be(("GET /get/1", "/get/${keep.n}"));
    }

    [Fact]
    public async Task RunAsync_ConditionThrowsOverAKeptValue_IsACallThatWasNotMade()
    {
        var world = World();

        (await world.RunAsync("""
            - { name: a, call: GET /a, keep: { n: /n } }
            - { name: b, if: "keep.n.deep.er", call: GET /b }
            - { name: c, call: GET /c }
            """)).Should().BeFalse();

        world.Sent.Should().Equal("GET /a");
        world.Records[^1].Failure.Should().Be(EngineFailureKind.InvalidRequest);
    }

    [Fact]
    public async Task RunAsync_ConditionThrowsWithoutAnAnswer_IsAnErrorOfTheSuite()
    {
        var run = () => World().RunAsync("- { name: b, if: \"user.nothing.at.all\", call: GET /b }");

        await run.Should().ThrowAsync<ExpressionException>();
    }
}
