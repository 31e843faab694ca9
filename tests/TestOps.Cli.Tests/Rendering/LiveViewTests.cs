using Spectre.Console.Testing;

namespace TestOps.Cli.Tests.Rendering;

public sealed class LiveViewTests
{
    [Fact]
    public async Task Run_OnATerminal_ShowsPhasesAndWritesTroubleOnce()
    {
        var terminal = new TestConsole().Width(100);
        using var rig = new CliRig { Terminal = terminal };

        var result = await rig.RunAsync("run", rig.Write("failing.yaml", TestSuites.Failing));

        result.ExitCode.Should().Be(10, "{0}", result);
        terminal.Output.Should().Contain("small").And.Contain("sim").And.Contain("done  20 of 20 sessions").And.Contain("replay");
        terminal.Output.Split("incident SIM.CHECK_FAILED").Should().HaveCount(2, "an incident is written once");
        result.Out.Should().Contain("\e[1;31mFAIL\e[0m").And.NotContain("[2026");
    }

    [Theory]
    [InlineData("NO_COLOR", "1", true)]
    [InlineData("TERM", "dumb", false)]
    public async Task Run_OnATerminalWithoutColour_WritesNoColour(string variable, string value, bool isLive)
    {
        var terminal = new TestConsole().Width(100);
        using var rig = new CliRig { Terminal = terminal };
        rig.Variables[variable] = value;

        var result = await rig.RunAsync("run", rig.WriteSuite());

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Out.Should().NotContain("\e[").And.Contain("PASS  small");
        terminal.Output.Contains("done", StringComparison.Ordinal).Should().Be(isLive);
    }

    [Fact]
    public async Task View_ThatBreaks_LeavesTheRunAlone()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync(new BrokenWriter(), "run", rig.WriteSuite(), "--quiet");
        var shown = await rig.RunAsync("history", "--json");

        result.ExitCode.Should().NotBe(0, "the verdict could not be printed");
        shown.Out.Should().Contain("\"status\": \"PASS\"");
    }

    [Fact]
    public async Task View_ThatBreaksWhileTheRunGoesOn_IsToldApart()
    {
        using var rig = new CliRig();
        using var writer = new BrokenWriter { Breaks = "sim started" };

        var result = await rig.RunAsync(writer, "run", rig.WriteSuite());

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Error.Should().Contain("the view of the run broke (the pipe is gone); the run itself went on");
        result.Out.Should().Contain("PASS  small");
    }
}
