using System.Text.Json.Nodes;
using TestOps.Testing.Golden;

namespace TestOps.Cli.Tests.Commands;

public sealed class LoadCommandTests
{
    private const string Compared = """
        version: 1
        name: compared
        engine: { kind: toron }
        sim: { users: 1, scenarios: { ask: { steps: [ { name: ask, call: POST /generate, body: { prompt: hello } } ] } } }
        load:
          warm_up: 0s
          scenarios: { few: { executor: shared-iterations, vus: 2, iterations: 20, exec: ask } }
          profiles: { quick: { shape: smoke, duration: 1s } }
          against: { "p(95)": { worse_by: 1000%, and: 1h }, http_req_failed rate: { and: 1% } }
        """;

    [Fact]
    public async Task Load_ProfileOfASuite_IsARunMarkedPartial()
    {
        using var rig = new CliRig();

        var (exitCode, json) = await rig.RunJsonAsync("load", "smoke", "--suite", rig.Write("plain.yaml", Compared.Split("  against")[0]), "--duration", "1s", "--vus", "2");

        exitCode.Should().Be(0, "{0}", json);
        var head = JsonNode.Parse(await File.ReadAllTextAsync(rig.Snapshot(".result.json").Replace(".result.json", ".json", StringComparison.Ordinal)))!;
        head["plan"]!["phases"]!.ToJsonString().Should().Be("[\"load\"]");
        head["plan"]!["selection"]!["phases"]!.ToJsonString().Should().Be("[\"load\"]");
        head["plan"]!["load"]!["scenarios"]!.ToJsonString().Should().Contain("\"executor\":\"constant-vus\"").And.Contain("\"max_vus\":2");
        ((string?)head["overrides"]!["load"]!["command"]).Should().Be("testops load smoke --suite plain.yaml --vus 2 --duration 1s");
        (await rig.RunAsync("verify", "last")).ExitCode.Should().Be(0, "the plan can be rebuilt");
        (await rig.RunAsync("history")).Out.Should().Contain("compared (PARTIAL)");
    }

    [Theory]
    [InlineData("--vus", "5", "--max-vus", "4", "raise the cap with --max-vus 5")]
    [InlineData("--rate", "7", "--max-rate", "6", "raise the cap with --max-rate 7")]
    [InlineData("--duration", "3s", "--max-duration", "2s", "raise the cap with --max-duration 3s")]
    public async Task Load_BeyondACap_IsRefusedByPolicy_WithTheOptionThatWouldAllowIt(string option, string value, string cap, string limit, string expected)
    {
        using var rig = new CliRig();
        var suite = rig.Write("plain.yaml", Compared.Split("  against")[0]);

        var result = await rig.RunAsync("load", "smoke", "--suite", suite, option, value, cap, limit);

        result.ExitCode.Should().Be(22, "{0}", result);
        result.Error.Should().Contain(expected).And.Contain("what to do: plan less load, or let whoever operates TestOps raise the cap");
        Directory.Exists(Path.Combine(rig.Folder, "testops")).Should().BeFalse("nothing may start");
    }

    [Fact]
    public async Task Load_BeyondACapAndMalformed_IsAnInvalidSuite()
    {
        using var rig = new CliRig();
        var suite = rig.Write("plain.yaml", Compared.Split("  against")[0] + "  thresholds: { http_reqs: [\"p(95)<1\"] }");

        var result = await rig.RunAsync("load", "smoke", "--suite", suite, "--vus", "5", "--max-vus", "4");

        result.ExitCode.Should().Be(2, "{0}", result);
        result.Error.Should().Contain("2 problems").And.Contain("--max-vus 5").And.Contain("p(95)<1").And.Contain("what to do: mend what is listed");
    }

    [Fact]
    public async Task Load_K6ThatIsNotThere_SaysWhatToDo()
    {
        using var rig = new CliRig();
        rig.Write("load.js", "export default function () {}");
        var suite = rig.Write("script.yaml", Compared.Split("load:")[0] + "load: { script: load.js, k6: ./none/k6 }");

        var result = await rig.RunAsync("load", suite);

        result.ExitCode.Should().Be(21, "{0}", result);
        result.Out.Should().Contain("\n  do      Install the missing tool (k6)");
    }

    [Fact]
    public async Task Load_AgainstABaseline_BeginsInconclusive_ThenAccepted_ThenCompares()
    {
        using var rig = new CliRig();
        var suite = rig.Write("compared.yaml", Compared);

        var first = await rig.RunAsync("load", suite);
        var accepted = await rig.RunAsync("load", suite, "--baseline", "none");
        var compared = await rig.RunAsync("load", suite);

        first.ExitCode.Should().Be(20, "{0}", first);
        first.Out.Should().Contain("no run of this suite has passed yet").And.Contain("make a first baseline").And.NotContain("LOAD.NO_DATA");
        accepted.ExitCode.Should().Be(0, "{0}", accepted);
        accepted.Out.Should().Contain("WARN").And.Contain("not judged: --baseline none accepts that there is nothing to compare with");
        compared.ExitCode.Should().Be(0, "{0}", compared);
        compared.Out.Should().Contain("PASS").And.Contain("load/against p(95)").And.Contain("in run");
    }

    [Fact]
    public async Task Run_LoadWorseThanItsBaseline_EndsWithTheCodeOfLoad()
    {
        using var rig = new CliRig();
        var suite = rig.Write("compared.yaml", Compared);
        var first = await rig.RunAsync("run", suite, "--baseline", "none");
        var second = await rig.RunAsync("run", suite);
        string[] ids = [.. Directory.GetFiles(Path.Combine(rig.Folder, "testops", "snapshots"), "*.result.json").Order(StringComparer.Ordinal).Select(static file => Path.GetFileName(file).Split('.')[0])];

        var worse = await rig.RunAsync("run", suite, "--phase", "load", "--fault", "error", "--baseline", ids[0]);
        var wholes = await rig.RunAsync("diff", ids[0], ids[1]);
        var loads = await rig.RunAsync("diff", "last", "last");

        first.ExitCode.Should().Be(0, "{0}", first);
        second.ExitCode.Should().Be(0, "{0}", second);
        second.Out.Should().Contain("load/against p(95)").And.Contain(ids[0]);
        worse.ExitCode.Should().Be(11, "{0}", worse);
        worse.Out.Should().Contain("what    load/against http_req_failed rate: ").And.Contain(ids[0]).And.MatchRegex("again +testops run compared.yaml --seed 1 --phase load --fault error\n");
        wholes.Out.Should().MatchRegex("loads +of one profile and driver");
        loads.Out.Should().Contain("LOADS").And.MatchRegex(@"http_req_failed rate +0\.05 +0\.05 +0 %").And.Contain("http_req_duration p(95)");
    }

    [Fact]
    public async Task Load_BaselineOfAnotherProfile_IsRefused()
    {
        using var rig = new CliRig();
        var suite = rig.Write("compared.yaml", Compared);
        await rig.RunAsync("load", suite, "--baseline", "none");

        var chosen = await rig.RunAsync("load", "quick", "--suite", suite, "--baseline", "last");
        var searched = await rig.RunAsync("load", "quick", "--suite", suite);

        chosen.ExitCode.Should().Be(2);
        chosen.Error.Should().Contain("is no baseline of this load: it ran another load profile");
        searched.ExitCode.Should().Be(20);
        searched.Out.Should().Contain("ran another load profile");
    }

    [Theory]
    [InlineData("'smok' is no profile of sample", "smok")]
    [InlineData("--vus, --rate and --duration change a profile", "--vus", "3")]
    [InlineData("--url: 'ftp://x' is no address that can be driven", "smoke", "--url", "ftp://x")]
    [InlineData("cannot read 'none.js'", "none.js")]
    [InlineData("two suites are given", "sample", "--suite", "other.yaml")]
    [InlineData("--baseline: this run compares nothing", "smoke", "--baseline", "last")]
    public async Task Load_WordsThatDoNotFit_AreRefused(string message, params string[] args)
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync(["load", .. args]);

        result.ExitCode.Should().Be(2, "{0}", result);
        result.Error.Should().Contain(message).And.Contain("what to do:");
    }

    [Fact]
    public async Task Load_ScriptWithoutAnAddress_AsksForOne()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("load", rig.Write("own.js", "export default function () {}"));

        result.ExitCode.Should().Be(2);
        result.Error.Should().Contain("what a script calls is not known before it runs").And.Contain("--url URL");
    }

    [Fact]
    public async Task Load_TargetBeyondLoopback_IsRefusedWithTheFlag()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("load", "smoke", "--url", "http://10.1.2.3/", "--duration", "1s");

        result.ExitCode.Should().Be(22, "{0}", result);
        result.Out.Should().Contain("the operator can allow it with --allow-host 10.1.2.3").And.Contain("testops load smoke --url http://10.1.2.3/ --duration 1s");
    }

    [Fact]
    public async Task Plan_Profile_PrintsTheScenariosItExpandsTo()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("plan", rig.Write("profiled.yaml", Compared.Replace("scenarios: { few: { executor: shared-iterations, vus: 2, iterations: 20, exec: ask } }", "profile: stress", StringComparison.Ordinal)));

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Out.Should().Contain("load: profile stress").And.Contain("ramping-vus");
    }

    [Fact]
    public async Task Export_TheBundledSample_WritesTheScript()
    {
        using var rig = new CliRig();

        var result = await rig.RunAsync("load", "export", "-o", "load.js");

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Error.Should().Contain("load.warm_up is left out");
        GoldenFile.Check(Path.Combine(Repository.Root, "tests/TestOps.Cli.Tests/Golden/load-export.js"), await File.ReadAllTextAsync(Path.Combine(rig.Folder, "load.js")));
        (await rig.RunAsync("load", "export")).Out.Should().Be(await File.ReadAllTextAsync(Path.Combine(rig.Folder, "load.js")));
    }
}
