using Spectre.Console.Testing;

namespace TestOps.Cli.Tests.Rendering;

public sealed class LoadCourseTests
{
    [Fact]
    public async Task Run_WithLoadOnATerminal_DrawsTheCourseOfItsSeconds()
    {
        var terminal = new TestConsole().Width(100);
        using var rig = new CliRig { Terminal = terminal };
        var suite = TestSuites.Small + "\nload: { scenarios: { steady: { executor: constant-vus, vus: 2, duration: 3s, exec: ask } }, thresholds: { http_req_failed: [\"rate<0.01\"] } }\n";

        var result = await rig.RunAsync("run", rig.Write("load.yaml", suite));

        result.ExitCode.Should().Be(0, "{0}", result);
        terminal.Output.Should().MatchRegex("requests [\u2581-\u2588_.:=+*#-]{2,} [0-9,]+/s").And.MatchRegex("p95 [\u2581-\u2588_.:=+*#-]{2,} [0-9.]+ ms");
        terminal.Output.Should().MatchRegex("2 VUs   p50 [0-9.]+ ms   p95 [0-9.]+ ms   p99 [0-9.]+ ms   errors 0 \\(0 %\\)").And.MatchRegex("(\u2713|\\+) holds    http_req_failed rate<0.01   0");
        terminal.Output.Should().MatchRegex("[0-9]+ steps, p95 about [0-9.]+ ms, 0 failed checks").And.MatchRegex("replay [12] of 2, 0 divergent");
    }
}
