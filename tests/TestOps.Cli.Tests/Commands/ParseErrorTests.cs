namespace TestOps.Cli.Tests.Commands;

public sealed class ParseErrorTests
{
    [Theory]
    [InlineData("histroy", "testops has no command 'histroy'", "did you mean: history")]
    [InlineData("run --usrs 3", "testops run has no option '--usrs'", "did you mean: --users")]
    [InlineData("verify last --dep", "testops verify has no option '--dep'", "did you mean: --deep")]
    [InlineData("engine torron", "testops engine has no command 'torron'", "did you mean: toron")]
    public async Task MisspeltWord_IsNamedWithWhatMayHaveBeenMeant(string line, string message, string suggestion)
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync(line.Split(' '));

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain(message).And.Contain(suggestion).And.Contain("--help");
        result.Out.Should().BeEmpty();
    }

    [Theory]
    [InlineData("show", "testops show needs RUN\n")]
    [InlineData("run --data", "--data needs a value\n")]
    [InlineData("init --engine foo", "--engine takes one of http, process, toron; was 'foo'\n")]
    [InlineData("engine", "command")]
    [InlineData("diff", "testops diff needs A and B\n")]
    [InlineData("diff last", "testops diff needs B\n")]
    public async Task WordThatIsMissingOrWrong_IsAUsageError(string line, string message)
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync(line.Split(' '));

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain(message).And.Contain("--help");
    }

    [Fact]
    public async Task NoWords_PrintTheHelp()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync();

        result.ExitCode.Should().Be(0);
        result.Out.Should().Contain("Usage:").And.Contain("Examples:\n  testops run\n");
    }

    [Theory]
    [InlineData("run")]
    [InlineData("init")]
    [InlineData("validate")]
    [InlineData("plan")]
    [InlineData("try")]
    [InlineData("replay")]
    [InlineData("verify")]
    [InlineData("diff")]
    [InlineData("history")]
    [InlineData("show")]
    [InlineData("watch")]
    [InlineData("engine toron")]
    public async Task Help_OfEachCommand_HasExamples(string command)
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync([.. command.Split(' '), "--help"]);

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Out.Should().Contain($"Examples:\n  testops {command}");
        result.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task Failure_PrintsItsStackOnlyWhenAsked()
    {
        using var rig = new CliRig();

        var plain = await rig.RunAsync("run", "nowhere.yaml");
        var verbose = await rig.RunAsync("run", "nowhere.yaml", "--verbose");

        plain.Error.Should().NotContain("   at ");
        verbose.Error.Should().Contain("   at ");
    }
}
