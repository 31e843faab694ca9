using TestOps.EndToEnd.Tests.Binary;
using TestOps.EndToEnd.Tests.Suites;

namespace TestOps.EndToEnd.Tests.Determinism;

/// <summary>The reason why TestOps exists: an engine with hidden state repeats itself only when it is fresh.</summary>
public sealed class WarmEngineTests
{
    [Fact]
    public async Task Run_PastTheCacheOfAWarmEngine_IsDriftAtItsCounter()
    {
        using var sandbox = new Sandbox();
        await using var engine = await ToronProcess.StartAsync(sandbox);
        sandbox.Write("warm.yaml", SuiteText.Http(engine.Address, isCached: false));

        var result = await sandbox.RunAsync("run", "warm.yaml", "--json");

        result.ExitCode.Should().Be(12, "{0}", result);
        var replayed = result.Json["replay_engine"]!;
        ((bool)replayed["drift_detected"]!).Should().BeTrue();
        ((double)replayed["determinism_score"]!).Should().Be(0);
        var divergence = replayed["details"]!["divergences"]![0]!;
        ((string)divergence["pointer"]!).Should().StartWith("/consensus/", "opinions depend on how many calls were answered before");
        ((int)divergence["session"]!).Should().Be(0);
        ((int)divergence["step"]!).Should().Be(1);
        ((string)divergence["class"]!).Should().Be("value");
    }

    [Fact]
    public async Task Run_PastTheCacheOfAFreshEngine_ScoresInFull()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("fresh.yaml", SuiteText.Toron(replays: 2));

        var result = await sandbox.RunAsync("run", "fresh.yaml", "--json");

        result.ExitCode.Should().Be(0, "{0}", result);
        ((double)result.Json["replay_engine"]!["determinism_score"]!).Should().Be(100);
    }
}
