using TestOps.EndToEnd.Tests.Binary;
using TestOps.HostileEngine;

namespace TestOps.EndToEnd.Tests.Failures;

/// <summary>Engines that are well in the simulation, and misbehave under load and in the replay.</summary>
public sealed class LaterFailureTests
{
    [Theory]
    [MemberData(nameof(SimFailureTests.Modes), MemberType = typeof(SimFailureTests))]
    public async Task Run_WhoseLoadAndReplayMeetIt_EndsAsThePageSays(string mode)
    {
        var row = FailureRow.Of(mode);
        using var sandbox = new Sandbox();
        await using var engine = HostileServer.Start(HostileMode.Named(mode), from: FailureSuite.Calls + 1);

        await FailureRun.CheckAsync(sandbox, FailureSuite.Whole(engine.Address), row.LaterEnd, row.LaterIncidents, row.LaterEnd == row.SimEnd ? row.Says : "Run completed");
    }
}
