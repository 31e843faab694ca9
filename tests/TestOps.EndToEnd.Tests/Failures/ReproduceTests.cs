using TestOps.EndToEnd.Tests.Binary;
using TestOps.HostileEngine;

namespace TestOps.EndToEnd.Tests.Failures;

/// <summary>Pasted into a shell, the command of an incident shows the failure again.</summary>
public sealed class ReproduceTests
{
    [Theory]
    [InlineData("hang")]
    [InlineData("close")]
    [InlineData("garbage")]
    [InlineData("body-50mb")]
    [InlineData("rate-limit")]
    [InlineData("error")]
    [InlineData("duplicate-keys")]
    public async Task Reproduce_OfAFailureInSim_FailsAgain(string mode)
    {
        using var sandbox = new Sandbox();
        await using var engine = HostileServer.Start(HostileMode.Named(mode));
        sandbox.Write("suite.yaml", FailureSuite.Sim(engine.Address));
        var run = await sandbox.RunAsync("run", "suite.yaml");

        foreach (var incident in WarRoom.Read(sandbox).DistinctBy(incident => incident.Reproduce))
        {
            var again = await TestOpsBinary.RunPastedAsync(incident.Reproduce, sandbox.Folder);

            // One session by itself has no verdict to leave open: without an answer the engine is not there.
            var expected = incident.Reproduce.StartsWith("testops try ", StringComparison.Ordinal) && run.ExitCode == 20 ? 21 : run.ExitCode;
            again.ExitCode.Should().Be(expected, "{0} gave {1}", incident.Reproduce, again);
        }
    }

    [Fact]
    public async Task Reproduce_OfAFailureInLoadAndReplay_FailsAgain()
    {
        using var sandbox = new Sandbox();
        await using var engine = HostileServer.Start(HostileMode.Named("close"), from: FailureSuite.Calls + 1);
        sandbox.Write("suite.yaml", FailureSuite.Whole(engine.Address));
        await sandbox.RunAsync("run", "suite.yaml");

        var commands = WarRoom.Read(sandbox).Select(incident => incident.Reproduce).Distinct().ToList();
        commands.Should().Contain(command => command.StartsWith("testops replay ", StringComparison.Ordinal));
        foreach (var command in commands)
        {
            var again = await TestOpsBinary.RunPastedAsync(command, sandbox.Folder);
            again.ExitCode.Should().Be(20, "{0} gave {1}", command, again);
        }
    }
}
