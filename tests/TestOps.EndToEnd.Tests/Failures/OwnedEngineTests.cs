using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.Failures;

/// <summary>Engines that TestOps starts itself: what they do as processes ends a run as well as what they answer, and none of them is left behind.</summary>
public sealed class OwnedEngineTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "TestOps.HostileEngine.dll");

    [Theory]
    [InlineData("die-at-start", "30s", 21, "ERROR", "ENGINE.START_FAILED", "the model file is missing")]
    [InlineData("never-ready", "3s", 21, "ERROR", "ENGINE.START_FAILED", "loading, and loading on")]
    [InlineData("die", "30s", 20, "INCONCLUSIVE", "ENGINE.PROCESS_ENDED ENGINE.DIED", "exit code 7; its last words: fatal: the hostile engine dies")]
    [InlineData("flood", "60s", 0, "PASS", "", "PASS")]
    [InlineData("stubborn", "30s", 0, "PASS", "", "PASS")]
    public async Task Run_OfAnEngineItStarts_EndsAsThePageSaysAndLeavesNoProcess(string mode, string timeout, int exitCode, string status, string code, string says)
    {
        using var sandbox = new Sandbox();
        var start = $"{{ command: [dotnet, \"{Program}\", {mode}, \"${{engine.port}}\", \"2\"], timeout: {timeout} }}";
        sandbox.Write("suite.yaml", FailureSuite.Sim(new Uri("http://127.0.0.1:1")).Replace("base_url: \"http://127.0.0.1:1/\"", $"start: {start}", StringComparison.Ordinal));

        var result = await TestOpsBinary.RunAsync(["run", "suite.yaml"], sandbox.Folder, deadline: TimeSpan.FromMinutes(3));

        result.ExitCode.Should().Be(exitCode, "{0}", result);
        result.Out.Should().Contain($"\n{status}  hostile").And.Contain(says, "{0}", result);
        var incidents = WarRoom.Read(sandbox);
        incidents.Select(incident => incident.Code).Distinct().Should().Equal(code.Split(' ', StringSplitOptions.RemoveEmptyEntries), "{0}", result);
        (await ProcessTable.LeftAfterAsync(sandbox.Folder, TimeSpan.FromSeconds(30))).Should().BeEmpty("no engine outlives its run");
        var verified = await sandbox.RunAsync("verify", "last", "--deep");
        verified.ExitCode.Should().Be(0, "{0}", verified);
        foreach (var command in incidents.Select(incident => incident.Reproduce).Distinct())
        {
            // One session by itself has no verdict to leave open: without an answer the engine is not there.
            var again = await TestOpsBinary.RunPastedAsync(command, sandbox.Folder);
            again.ExitCode.Should().Be(command.StartsWith("testops try ", StringComparison.Ordinal) && exitCode == 20 ? 21 : exitCode, "{0} gave {1}", command, again);
        }

        new DirectoryInfo(sandbox.Data).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length).Should().BeLessThan(5_000_000, "a flood of log is not kept");
    }

    [Fact]
    public async Task Try_OfAnEngineThatDies_ShowsItsLastWords()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("suite.yaml", FailureSuite.Sim(new Uri("http://127.0.0.1:1"))
            .Replace("base_url: \"http://127.0.0.1:1/\"", $"start: {{ command: [dotnet, \"{Program}\", die, \"${{engine.port}}\", \"1\"], timeout: 30s }}", StringComparison.Ordinal));

        var result = await TestOpsBinary.RunAsync(["try", "ask", "--suite", "suite.yaml"], sandbox.Folder, deadline: TimeSpan.FromMinutes(3));

        result.ExitCode.Should().Be(21, "{0}", result);
        string.Join(' ', result.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Should()
            .Contain("the engine's process ended during the session: ").And.Contain("exit code 7; its last words: fatal: the hostile engine dies");
    }
}
