using System.Text.Json;
using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Sim.Replaying;
using TestOps.Testing.Engines;

namespace TestOps.Sim.Tests.Replaying;

/// <summary>Checks on headers that are never recorded, or that no check names: an offline validation cannot compute them again, and must not call that damage.</summary>
public sealed class UnrecordedHeaderTests
{
    private const string Cookie = "sid=tell-nobody; Path=/; HttpOnly";

    [Fact]
    public async Task Validate_ChecksOfCookiesAndUnnamedHeaders_AreTakenAsRecorded_AndTheOthersComputedAgain()
    {
        var outcome = await new SimWorld { Engine = Engine() }.RunAsync(Suite("HttpOnly"));

        outcome.Outcome.Verdict.Status.Should().Be(RunStatus.Pass);
        var validation = ReplayEngine.Validate(outcome.Snapshot);
        validation.Problems.Should().BeEmpty();
        validation.Root.Should().Be(outcome.Root);
        validation.NotRecomputed.Should().Be(2 * 5, "of four checks in five sessions those of the cookie and of the header that no check names");
    }

    [Fact]
    public async Task RunAsync_CheckOfACookieFails_WritesTheCookieNowhere()
    {
        var outcome = await new SimWorld { Engine = Engine() }.RunAsync(Suite("Secure"));

        outcome.Outcome.Verdict.ExitCode.Should().Be(ExitCode.SimFailed);
        ReplayEngine.Validate(outcome.Snapshot).Problems.Should().BeEmpty();
        var written = string.Concat(outcome.Events.Select(runEvent => JsonSerializer.Serialize(runEvent, runEvent.GetType()))) + outcome.Result.ToJsonString();
        written.Should().Contain("a secret").And.NotContain("tell-nobody");
    }

    private static ScriptedEngine Engine() => new((_, _) =>
        EngineReply.Plain(200, "application/json", "{}"u8.ToArray(), 1000, [new Header("Set-Cookie", Cookie), new Header("X-Mode", "on"), new Header("X-Named", "yes")]));

    private static string Suite(string attribute) => $$"""
        version: 1
        name: headers
        engine: { kind: toron }
        sim:
          users: 5
          scenarios:
            only:
              steps:
                - name: login
                  call: GET /login
                  expect: [ { header: Set-Cookie, contains: {{attribute}} }, { header: x-named, equals: yes }, { js: "headers['x-mode'] === 'on'" } ]
        replay: { times: 1 }
        """;
}
