using System.Text.Json.Nodes;

namespace TestOps.Cli.Tests.Commands;

/// <summary>What works on suites: init, validate, plan, try.</summary>
public sealed class SuiteCommandTests
{
    [Theory]
    [InlineData("toron")]
    [InlineData("http")]
    [InlineData("process")]
    public async Task Init_WritesASuiteThatIsValid(string engine)
    {
        using var rig = new CliRig();

        var written = await rig.RunAsync("init", "--engine", engine, "mine.yaml");
        var validated = await rig.RunAsync("validate", "mine.yaml");

        written.ExitCode.Should().Be(0, "{0}", written);
        written.Out.Should().Contain("testops run mine.yaml");
        validated.ExitCode.Should().Be(0, "{0}", validated);
        validated.Out.Should().StartWith("VALID  mine.yaml");
    }

    [Fact]
    public async Task Init_NeverOverwrites()
    {
        using var rig = new CliRig();
        rig.Write("suite.yaml", "mine");

        var result = await rig.RunAsync("init");

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain("exists already");
        (await File.ReadAllTextAsync(Path.Combine(rig.Folder, "suite.yaml"))).Should().Be("mine");
    }

    [Theory]
    [InlineData("nowhere/suite.yaml", "there is no folder")]
    [InlineData("nowhere/", "there is no folder")]
    public async Task Init_WhereNothingCanBeWritten_SaysSo(string path, string message)
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("init", path);

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain(message);
    }

    [Fact]
    public async Task Validate_ReportsProblemsOfDataPlanThresholdsAndFaultsTogether()
    {
        using var rig = new CliRig();
        var suite = TestSuites.WithLoad("p95<500")
            .Replace("engine: { kind: toron }", "engine: { kind: toron, fault: \"drift:/nowhere\" }", StringComparison.Ordinal)
            .Replace("  users: 20", "  users: 20\n  data: { prompts: { file: nowhere.jsonl, pick: sequential } }", StringComparison.Ordinal);

        var result = await rig.RunAsync("validate", rig.Write("broken.yaml", suite), "--env", "nowhere", "--json");

        result.ExitCode.Should().Be(2, "{0}", result);
        var json = JsonNode.Parse(result.Out)!;
        ((bool)json["valid"]!).Should().BeFalse();
        var paths = ((JsonArray)json["problems"]!).Select(problem => (string)problem!["path"]!).ToList();
        paths.Should().ContainSingle(path => path == "sim.data.prompts.file");
        paths.Should().Contain("environments").And.Contain(path => path.StartsWith("load.thresholds")).And.Contain(path => path.StartsWith("engine.fault"));
    }

    [Fact]
    public async Task Validate_OfABrokenText_ReportsItsFilesAndThresholdsInTheSameGo()
    {
        using var rig = new CliRig();
        var suite = TestSuites.WithLoad("p95<500").Replace("load:\n", "load:\n  against: { \"p(42)\": { worse_by: 10% } }\n", StringComparison.Ordinal).Replace("  users: 20", "  users: 0\n  data: { prompts: { file: nowhere.jsonl }, up: { file: ../secret.jsonl } }", StringComparison.Ordinal);

        var result = await rig.RunAsync("validate", rig.Write("broken.yaml", suite));

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain("sim.users (line 6)").And.Contain("sim.data.prompts.file (line 7)").And.Contain("load.thresholds[\"http_req_duration{name:ask}\"] (line 34)").And.Contain("load.against[\"p(42)\"]")
            .And.Contain("sim.data.up.file (line 7): must be a file beside the suite");
        result.Error.Split("sim.data.up.file").Should().HaveCount(2, "nothing elsewhere is opened, so nothing more is said of it");
    }

    [Fact]
    public async Task Validate_OfThresholdsAndDataFiles_SaysTheirLines()
    {
        using var rig = new CliRig();
        var suite = TestSuites.WithLoad("p95<500").Replace("  users: 20", "  users: 20\n  data: { prompts: { file: nowhere.jsonl } }", StringComparison.Ordinal);

        var result = await rig.RunAsync("validate", rig.Write("broken.yaml", suite));

        result.Error.Should().Contain("load.thresholds[\"http_req_duration{name:ask}\"] (line 33)").And.Contain("sim.data.prompts.file (line 7)");
    }

    [Theory]
    [InlineData("validate")]
    [InlineData("run")]
    public async Task Fault_ForAnHttpEngine_IsRefused(string command)
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync(command, rig.Write("remote.yaml", TestSuites.Http("http://127.0.0.1:1")), "--fault", "counter");

        result.ExitCode.Should().Be(2, "{0}", result);
        result.Error.Should().Contain("planted into engines of kind toron only, this one is http: counter").And.Contain("testops engine toron");
    }

    [Fact]
    public async Task Validate_OfASuiteWithSyntaxProblems_ListsAllWithTheirLines()
    {
        using var rig = new CliRig();
        var suite = TestSuites.Small.Replace("users: 20", "users: -3", StringComparison.Ordinal).Replace("floor: 90", "floor: 900", StringComparison.Ordinal);

        var result = await rig.RunAsync("validate", rig.Write("broken.yaml", suite));

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain("sim.users (line 6)").And.Contain("replay.floor").And.Contain("2 problems");
    }

    [Fact]
    public async Task Validate_WithoutAnEnvironment_ChecksTheSuiteInEachOfThem()
    {
        using var rig = new CliRig();
        var suite = TestSuites.Http("${vars.base}").Replace("name: remote", "name: remote\nenvironments:\n  local: { base: \"http://127.0.0.1:1\" }\n  empty: { other: x }", StringComparison.Ordinal);

        var all = await rig.RunAsync("validate", rig.Write("envs.yaml", suite));
        var one = await rig.RunAsync("validate", "envs.yaml", "--env", "local");

        all.ExitCode.Should().Be(2, "{0}", all);
        all.Error.Should().Contain("the environment 'empty' has no variable 'base'");
        one.ExitCode.Should().Be(0, "{0}", one);
    }

    [Fact]
    public async Task Plan_PrintsWhatARunWouldDo_AndStartsNothing()
    {
        using var rig = new CliRig();

        var text = await rig.RunAsync("plan", rig.WriteSuite(), "--users", "7");
        var json = await rig.RunAsync("plan", "suite.yaml", "--users", "7", "--json");

        text.ExitCode.Should().Be(0, "{0}", text);
        text.Out.Should().StartWith("plan of small").And.Contain("7 sessions");
        ((int)JsonNode.Parse(json.Out)!["sim"]!["users"]!).Should().Be(7);
        Directory.Exists(Path.Combine(rig.Folder, "testops")).Should().BeFalse();
    }

    [Fact]
    public async Task Try_PrintsRequestsAnswersChecksAndThinkTimes()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("try", "ask", "--suite", rig.WriteSuite(), "--session", "3");

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Out.Should().Contain("> POST /query").And.Contain("\"user_id\": \"user-3\"").And.Contain("< 200 application/json").And.Contain("pass  status")
            .And.MatchRegex(@"think [0-9.]+ ms \(virtual time\)").And.Contain("PASS  4 of 4 checks passed");
        Directory.Exists(Path.Combine(rig.Folder, "testops")).Should().BeFalse("nothing is stored");
    }

    [Fact]
    public async Task Try_OfAFailingCheck_Exits10WithWhatWasExpected()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("try", "ask", "--suite", rig.Write("failing.yaml", TestSuites.Failing));

        result.ExitCode.Should().Be(10, "{0}", result);
        result.Out.Should().Contain("FAIL  /consensus/grade: expected one of \"Z\", was \"");
    }

    [Theory]
    [InlineData("nope", "the suite has no scenario 'nope'")]
    public async Task Try_OfAnUnknownScenario_NamesThoseThatExist(string scenario, string message)
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("try", scenario, "--suite", rig.WriteSuite());

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain(message).And.Contain("it has ask");
    }

    [Fact]
    public async Task Try_OfAnEngineThatIsNotThere_Exits21()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("try", "ask", "--suite", rig.Write("remote.yaml", TestSuites.Http("http://127.0.0.1:1")));

        result.ExitCode.Should().Be(21, "{0}", result);
    }
}
