using TestOps.EndToEnd.Tests.Binary;
using TestOps.HostileEngine;

namespace TestOps.EndToEnd.Tests.Failures;

/// <summary>Engines that begin to misbehave in the middle of the simulation: the first session is recorded, the others meet the failure.</summary>
public sealed class SimFailureTests
{
    public static TheoryData<string> Modes => [.. FailureRow.All.Select(row => row.Mode)];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Run_WhoseSimulationMeetsIt_EndsAsThePageSays(string mode)
    {
        var row = FailureRow.Of(mode);
        using var sandbox = new Sandbox();
        await using var engine = HostileServer.Start(HostileMode.Named(mode), from: 2);

        await FailureRun.CheckAsync(sandbox, FailureSuite.Sim(engine.Address), row.SimEnd, row.SimIncidents, row.Says);

        var shown = await sandbox.RunAsync("show", "last");
        shown.Out.Should().Contain($"{FailureSuite.Calls} sessions", "what was recorded is kept");
    }

    [Fact]
    public void Page_HasARowForEveryMode() =>
        FailureRow.All.Select(row => row.Mode).Should().BeEquivalentTo(HostileMode.All.Select(mode => mode.Name), "docs/reference/failures.md promises every mode");
}
