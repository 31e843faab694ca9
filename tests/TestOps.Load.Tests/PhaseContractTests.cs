using TestOps.Core.Safety;
using TestOps.Load.Tests.Fakes;
using TestOps.Testing.Phases;

namespace TestOps.Load.Tests;

/// <summary>The load phase keeps the contract that phases of others are held to.</summary>
public sealed class PhaseContractTests
{
    private const string Suite =
        """
        version: 1
        name: small
        engine: { kind: http, base_url: "http://127.0.0.1:1" }
        sim: { scenarios: { ask: { steps: [ { name: ask, call: POST /query, body: "a prompt" } ] } } }
        load:
          warm_up: 50ms
          scenarios: { closed: { executor: constant-vus, vus: 2, duration: 2s, gracefulStop: 1s, exec: ask } }
          thresholds: { http_req_failed: ["rate<0.01"] }
        """;

    [Fact]
    public async Task LoadPhase_KeepsTheContract()
    {
        await using var server = ScriptedServer.Answering(ScriptedServer.Ok("""{"id":1}"""));
        var engine = new AddressedEngine(server.Address);

        var problems = await PhaseContract.FindProblemsAsync(
            static () => new LoadPhase(TargetPolicy.LoopbackOnly), journal => PhaseContexts.Over(journal, TimeProvider.System, Suite, engine), CancellationToken.None);

        problems.Should().BeEmpty();
        engine.OpenLeases.Should().Be(0, "a phase that was stopped gives its lease back, too");
    }
}
