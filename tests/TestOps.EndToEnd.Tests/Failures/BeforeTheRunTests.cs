using TestOps.EndToEnd.Tests.Binary;
using TestOps.HostileEngine;

namespace TestOps.EndToEnd.Tests.Failures;

/// <summary>Engines that are not well before the first step: an error of the environment, because there is nothing to keep.</summary>
public sealed class BeforeTheRunTests
{
    [Theory]
    [InlineData("error", "ENGINE.UNHEALTHY", "GET /health answered 500")]
    [InlineData("redirect-away", "ENGINE.UNHEALTHY", "GET /health answered 302")]
    [InlineData("hang", "ENGINE.UNREACHABLE", "no complete answer within 2 s")]
    [InlineData("garbage", "ENGINE.UNREACHABLE", "the answer is not valid HTTP")]
    public async Task Run_WhoseEngineIsNotWell_IsAnErrorOfTheEnvironment(string mode, string code, string says)
    {
        using var sandbox = new Sandbox();
        await using var engine = HostileServer.Start(HostileMode.Named(mode));
        sandbox.Write("suite.yaml", FailureSuite.Sim(engine.Address).Replace("timeout: 2s", "timeout: 2s, health: /health", StringComparison.Ordinal));

        var result = await sandbox.RunAsync("run", "suite.yaml");

        result.ExitCode.Should().Be(21, "{0}", result);
        result.Out.Should().Contain($"incident {code}").And.Contain(says).And.Contain("\nERROR  hostile");
        var verified = await sandbox.RunAsync("verify", "last", "--deep");
        verified.ExitCode.Should().Be(0, "{0}", verified);
        var incident = WarRoom.Read(sandbox).Should().ContainSingle().Which;
        incident.Reproduce.Should().Be("testops run suite.yaml --seed 7");
        var again = await TestOpsBinary.RunPastedAsync(incident.Reproduce, sandbox.Folder);
        again.ExitCode.Should().Be(21, "{0}", again);
    }
}
