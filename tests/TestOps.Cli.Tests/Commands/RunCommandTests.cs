using System.Text.Json.Nodes;

namespace TestOps.Cli.Tests.Commands;

public sealed class RunCommandTests
{
    [Fact]
    public async Task Run_OfAHealthyEngine_PassesAndSaysHowToLookAgain()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("run", rig.WriteSuite());

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Out.Should().Contain("PASS  small").And.Contain("testops verify").And.Contain("testops show").And.Contain("evidence   A (controlled");
        result.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_OfADriftingEngine_Exits12AndLocatesThePlaceExactly()
    {
        using var rig = new CliRig();

        var (exitCode, json) = await rig.RunJsonAsync("run", rig.WriteSuite(), "--fault", "drift:/consensus/model");

        exitCode.Should().Be(12);
        var divergences = (JsonArray)json["replay_engine"]!["details"]!["divergences"]!;
        divergences.Should().NotBeEmpty();
        divergences.Select(found => (string)found!["pointer"]!).Should().AllBe("/consensus/model");
        divergences.Select(found => (string)found!["step_name"]!).Should().AllBe("ask");
        ((bool)json["replay_engine"]!["drift_detected"]!).Should().BeTrue();
    }

    [Theory]
    [InlineData("error", 10)]
    [InlineData("garbage", 10)]
    [InlineData("rate-limit:1", 10)]
    [InlineData("counter", 12)]
    [InlineData("type:/consensus/grade", 12)]
    [InlineData("hash-order", 12)]
    [InlineData("hang", 20)]
    [InlineData("die:1", 20)]
    [InlineData("latency", 0)]
    public async Task Run_WithAPlantedFault_EndsWithTheRightCodeAndNeverAsAnInternalError(string fault, int expected)
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("run", rig.WriteSuite(), "--users", "60", "--fault", fault);

        result.ExitCode.Should().Be(expected, "{0}", result);
        result.Out.Should().NotContain("INTERNAL_ERROR").And.Contain($"planted    {fault}");
    }

    [Fact]
    public async Task Run_ThatFailsTwice_SaysWhatSinceWhenWhoAndHowToSeeItAgain()
    {
        using var rig = new CliRig { Width = 160 };
        var suite = rig.WriteSuite();
        var pass = await rig.RunJsonAsync("run", suite);
        await rig.RunAsync("run", suite, "--fault", "drift:/consensus/model");

        var result = await rig.RunAsync("run", suite, "--fault", "drift:/consensus/model");

        var head = result.Out[result.Out.IndexOf("FAIL  small", StringComparison.Ordinal)..].Split('\n')[..10];
        head[0].Should().Contain("2 of 7 gates do not hold, exit code 12");
        head.Should().ContainMatch("*replay/score: 0.00 (0 of 20*, limit at least 90 (margin -90.00)");
        head.Should().ContainMatch($"  since   last PASS *(run {pass.Json["run_id"]}), 1 run without a pass in between");
        head.Should().ContainMatch("  blame   engine: *");
        head.Should().ContainMatch("  again   testops replay * --session 0");
    }

    [Fact]
    public async Task Run_WhoseChecksFail_OffersACommandWithItsOverrides()
    {
        using var rig = new CliRig { Width = 160 };
        var suite = rig.Write("failing.yaml", TestSuites.Failing);

        var result = await rig.RunAsync("run", suite, "--users", "3", "--seed", "9", "--data", "elsewhere");

        result.ExitCode.Should().Be(10, "{0}", result);
        result.Out.Should().Contain("again   testops try ask --suite failing.yaml --session 0 --seed 9 --users 3 --data elsewhere");
    }

    [Fact]
    public async Task Run_WhereSimAndReplayFail_Exits13()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("run", rig.Write("failing.yaml", TestSuites.Failing), "--fault", "drift:/consensus/model");

        result.ExitCode.Should().Be(13, "{0}", result);
    }

    [Fact]
    public async Task Run_WhereTheLoadCrossesItsThreshold_Exits11()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("run", rig.Write("load.yaml", TestSuites.WithLoad("p(95)<0.0001")));

        result.ExitCode.Should().Be(11, "{0}", result);
        result.Out.Should().Contain("FAIL  load/http_req_duration{name:ask}").And.Contain("driver builtin");
    }

    [Fact]
    public async Task Run_WithJson_PrintsTheResultAlone()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("run", rig.WriteSuite(), "--json");

        result.ExitCode.Should().Be(0, "{0}", result);
        var json = JsonNode.Parse(result.Out)!;
        ((string?)json["status"]).Should().Be("PASS");
        result.Error.Should().Contain("sim started");
    }

    [Fact]
    public async Task Run_Quietly_PrintsOneLine()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("run", rig.WriteSuite(), "--quiet");

        result.Out.Should().MatchRegex(@"^PASS small: 7 of 7 gates hold, score 100\.00, run [0-9a-f-]{36}\n$");
        result.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_WithDivergencesAboveTheFloor_WarnsAndExits12OnlyWhenStrict()
    {
        using var rig = new CliRig();
        var suite = rig.Write("low.yaml", TestSuites.Small.Replace("floor: 90", "floor: 0", StringComparison.Ordinal));

        var lenient = await rig.RunAsync("run", suite, "--fault", "drift:/consensus/model");
        var strict = await rig.RunAsync("run", suite, "--fault", "drift:/consensus/model", "--strict");

        lenient.ExitCode.Should().Be(0, "{0}", lenient);
        lenient.Out.Should().Contain("WARN  small");
        strict.ExitCode.Should().Be(12, "{0}", strict);
    }

    [Fact]
    public async Task Run_LongerThanItsTimeout_Exits124()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("run", rig.WriteSuite(), "--users", "200000", "--timeout", "1ms");

        result.ExitCode.Should().Be(124, "{0}", result);
        result.Out.Should().Contain("CANCELLED").And.Contain("incident RUN.TIMED_OUT: the run was stopped: ran longer than its time limit").And.MatchRegex(@"CANCELLED  small: \d of \d gates cannot be judged, exit code 124");
    }

    [Fact]
    public async Task Run_WhoseLoadFellBehind_SaysSoInItsReport()
    {
        using var rig = new CliRig();
        var suite = TestSuites.WithLoad("p(95)<60000").Replace("kind: toron", "kind: toron, latency: real", StringComparison.Ordinal).Replace("users: 20", "users: 1", StringComparison.Ordinal)
            .Replace("preAllocatedVUs: 5, maxVUs: 10", "preAllocatedVUs: 1, maxVUs: 1", StringComparison.Ordinal);

        var result = await rig.RunAsync("run", rig.Write("slow.yaml", suite));

        result.Out[result.Out.IndexOf("\nmeasured", StringComparison.Ordinal)..].Should().Contain("  warning    LOAD.DROPPED_ITERATIONS: ");
    }

    [Fact]
    public async Task Run_OnANarrowScreen_BreaksNoWordOfAValue()
    {
        using var rig = new CliRig { Width = 66 };

        var result = await rig.RunAsync("run", rig.Write("load.yaml", TestSuites.WithLoad("p(95)<5000")));

        result.Out.Should().Contain("PASS  load/iterations").And.NotMatchRegex("iteration *\n", "{0}", result);
    }

    [Fact]
    public async Task Run_AgainstAForeignHost_IsRefusedWith22()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("run", rig.Write("remote.yaml", TestSuites.Http("http://192.0.2.1:9")));

        result.ExitCode.Should().Be(22, "{0}", result);
        result.Out.Should().Contain("--allow-host 192.0.2.1").And.Contain("blame   harness");
    }

    [Fact]
    public async Task Run_GivenAFolderAndHosts_TellsThemInTheCommandsOfItsIncidentsAndOnceInTheReport()
    {
        using var rig = new CliRig();
        rig.Write("remote.yaml", TestSuites.Http("http://127.0.0.1:1"));

        var result = await rig.RunAsync("run", "remote.yaml", "--data", "my data", "--max-vus", "50", "--max-rate", "10000", "--max-duration", "30m", "--allow-host", "a.example", "--allow-host", "192.0.2.7");

        var line = File.ReadAllLines(Path.Combine(rig.Folder, "my data", "warroom", "warroom.log")).Should().ContainSingle().Which;
        var command = (string)JsonNode.Parse(line)!["reproduce"]!;
        command.Should().StartWith("testops run remote.yaml --seed ").And.EndWith(" --max-vus 50 --max-duration 30m --allow-host a.example --allow-host 192.0.2.7 --data 'my data'");
        result.Out.ReplaceLineEndings(" ").Should().NotMatchRegex("--data 'my data' +--data").And.Contain("--allow-host a.example");
    }

    [Fact]
    public async Task Run_AgainstAnEngineThatIsNotThere_Exits21()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("run", rig.Write("remote.yaml", TestSuites.Http("http://127.0.0.1:1")));

        result.ExitCode.Should().Be(21, "{0}", result);
        result.Out.Should().Contain("ERROR  remote").And.Contain("blame   engine");
    }

    [Fact]
    public async Task Run_WithAStoreThatCannotBeOpened_Exits21BeforeAnythingStarts()
    {
        using var rig = new CliRig();
        rig.Write("file", "not a folder");

        var result = await rig.RunAsync("run", rig.WriteSuite(), "--data", "file");

        result.ExitCode.Should().Be(21, "{0}", result);
        result.Error.Should().Contain("what to do:");
        result.Out.Should().BeEmpty();
    }

    [Fact]
    public async Task Run_WritesIncidentsToTheWarRoomLog()
    {
        using var rig = new CliRig();

        await rig.RunAsync("run", rig.Write("failing.yaml", TestSuites.Failing));

        var lines = await File.ReadAllLinesAsync(Path.Combine(rig.Folder, "testops/warroom/warroom.log"));
        lines.Should().Contain(line => (string?)JsonNode.Parse(line)!["code"] == "SIM.CHECK_FAILED");
    }

    [Theory]
    [InlineData("--users", "0", "--users takes a whole number from 1 to 10000000; was '0'")]
    [InlineData("--users", "many", "--users takes a whole number from 1 to 10000000; was 'many'")]
    [InlineData("--workers", "1025", "--workers takes a whole number from 1 to 1024; was '1025'")]
    [InlineData("--seed", "-1", "--seed takes a number from 0")]
    [InlineData("--timeout", "soon", "'soon' is no duration")]
    [InlineData("--max-rate", "0", "--max-rate takes a number above 0")]
    [InlineData("--trigger", "a b", "--trigger takes 1 to 40 letters")]
    [InlineData("--env", "nowhere", "'nowhere' is no environment of this suite")]
    [InlineData("--fault", "gremlins", "unknown fault 'gremlins'")]
    public async Task Run_WithAnOptionOutsideItsLimits_SaysTheValueAndTheLimit(string option, string value, string message)
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("run", rig.WriteSuite(), option, value);

        result.ExitCode.Should().Be(2, "{0}", result);
        result.Error.Should().Contain(message);
        result.Out.Should().BeEmpty();
        Directory.Exists(Path.Combine(rig.Folder, "testops")).Should().BeFalse("nothing may start");
    }

    [Fact]
    public async Task Run_WithAMalformedThreshold_IsRefusedBeforeAnythingStarts()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("run", rig.Write("load.yaml", TestSuites.WithLoad("p95<500")));

        result.ExitCode.Should().Be(2, "{0}", result);
        result.Error.Should().Contain("load.thresholds").And.Contain("p95<500");
    }
}
