namespace TestOps.Cli.Tests.Rendering;

public sealed class PlainViewTests
{
    [Fact]
    public async Task Run_InAPipe_SaysEveryTenSecondsWhereAPhaseStands()
    {
        using var rig = new CliRig { Time = new HastyTime() };

        var result = await rig.RunAsync("run", rig.WriteSuite(), "--users", "5000");

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Out.Should().MatchRegex(@"(?m)^\[[0-9TZ:-]{20}\] (sim|replay): [0-9,]+ of [0-9,]+ sessions \([0-9]+ %\)");
    }

    [Fact]
    public async Task Run_InAPipe_BeginsEachLineOfTheJournalWithItsTime()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("run", rig.WriteSuite());

        var journal = result.Out[..result.Out.IndexOf("\n\n", StringComparison.Ordinal)].Split('\n');
        journal.Should().HaveCountGreaterThan(5).And.OnlyContain(line => line.StartsWith("[20") && line[21] == ']');
    }

    [Fact]
    public async Task TextOfAnEngine_NeverControlsTheTerminal()
    {
        using var rig = new CliRig();
        var suite = TestSuites.Small.Replace("What is", "\\e[31m\\u202Eoverride", StringComparison.Ordinal);

        var result = await rig.RunAsync("try", "ask", "--suite", rig.Write("evil.yaml", suite));

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Out.Should().NotContain("\e").And.NotContain("\u202E").And.Contain("override");
    }
}
