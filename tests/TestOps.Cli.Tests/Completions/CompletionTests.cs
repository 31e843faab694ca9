namespace TestOps.Cli.Tests.Completions;

public sealed class CompletionTests
{
    private const string WithEnvironments =
        """
        version: 1
        name: completed
        environments:
          local: { base: "http://127.0.0.1:8080" }
          staging: { base: "http://127.0.0.1:8081" }
        engine: { kind: http, base_url: "${vars.base}" }
        sim:
          scenarios:
            browse: { steps: [ { name: home, call: GET / } ] }
        """;

    [Theory]
    [InlineData("testops re", "replay")]
    [InlineData("/usr/local/bin/testops comp", "completions")]
    [InlineData("testops completions ", "bash fish pwsh zsh")]
    [InlineData("testops engine toron --latency ", "none real")]
    [InlineData("testops run --fault d", "die drift")]
    [InlineData("testops run --env ", "")]
    [InlineData("testops nonsense ", "")]
    public async Task Complete_Word_OffersWhatMayStandThere(string line, string expected)
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("complete", "--", line);

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Error.Should().BeEmpty();
        Words(result).Should().Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("testops run suite.yaml --env ", "local staging")]
    [InlineData("testops run suite.yaml --env s", "staging")]
    [InlineData("testops run broken.yaml --env ", "")]
    [InlineData("testops run absent.yaml --env ", "")]
    public async Task Complete_NameOfASuite_ReadsTheSuiteOfTheLine(string line, string expected)
    {
        using var rig = new CliRig();
        rig.Write("suite.yaml", WithEnvironments);
        rig.Write("broken.yaml", "version: [");

        var result = await rig.RunAsync("complete", "--", line);

        result.Error.Should().BeEmpty();
        Words(result).Should().Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Complete_Run_OffersLastAndTheIdsOfRunsWithASnapshot()
    {
        using var rig = new CliRig();
        var (_, run) = await rig.RunJsonAsync("run", rig.WriteSuite());
        var runId = (string)run["run_id"]!;

        var all = await rig.RunAsync("complete", "--", "testops show ");
        var begun = await rig.RunAsync("complete", "--", $"testops verify {runId[..8]}");

        Words(all).Should().BeEquivalentTo("last", runId);
        Words(begun).Should().Equal(runId);
    }

    [Fact]
    public async Task Complete_Dash_OffersTheOptionsOfTheCommandAndNoNames()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("complete", "--", "testops run --");

        Words(result).Should().Contain(["--seed", "--json", "--data"]).And.OnlyContain(static word => word.StartsWith("--"));
    }

    [Theory]
    [InlineData("bash", "complete -o default -o bashdefault -F _testops testops")]
    [InlineData("zsh", "compdef _testops testops")]
    [InlineData("fish", "complete -c testops -a")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName testops")]
    public async Task Completions_Shell_PrintsItsScript(string shell, string expected)
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("completions", shell);

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Out.Should().Contain(expected).And.EndWith("\n").And.NotContain("\r");
    }

    [Fact]
    public async Task Completions_UnknownShell_NamesTheKnownOnes()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("completions", "tcsh");

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain("bash").And.Contain("pwsh").And.Contain("tcsh");
    }

    private static string[] Words(CliResult result) => result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
