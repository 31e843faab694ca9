using System.Text.Json.Nodes;
using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.Samples;

/// <summary>Engines that are programs of somebody else's language, as a reader of the repository would run them.</summary>
public sealed class ProcessSampleTests
{
    [Theory]
    [InlineData("process-python", "1.0")]
    [InlineData("process-node", "2.1.0")]
    public async Task Run_OfASample_PassesWithFullScoreInFreshProcesses(string sample, string version)
    {
        using var sandbox = Copy(sample);

        var result = await sandbox.RunAsync("run", "suite.yaml", "--json");

        result.ExitCode.Should().Be(0, "{0}", result);
        ((string)result.Json["status"]!).Should().Be("PASS");
        ((double)result.Json["replay_engine"]!["determinism_score"]!).Should().Be(100);
        ((string)result.Json["replay_engine"]!["details"]!["evidence"]!).Should().Be("B");
        var head = JsonNode.Parse(await File.ReadAllTextAsync(Snapshot(sandbox)))!;
        ((string)head["engine"]!["version"]!).Should().Be(version);
        var verified = await sandbox.RunAsync("verify", "last", "--deep");
        verified.ExitCode.Should().Be(0, "{0}", verified);
        (await ProcessTable.LeftAfterAsync(sandbox.Folder, TimeSpan.FromSeconds(60))).Should().BeEmpty("no engine outlives the run");
    }

    [Theory]
    [InlineData("process-python", "concurrency")]
    [InlineData("process-node", null)]
    public async Task Check_OfASample_Conforms(string sample, string? skipped)
    {
        using var sandbox = Copy(sample);

        var result = await sandbox.RunAsync("engine", "check", "--suite", "suite.yaml", "--json");

        result.ExitCode.Should().Be(0, "{0}", result);
        var checks = result.Json["checks"]!.AsArray();
        checks.Where(check => (string)check!["status"]! != "pass").Select(check => (string)check!["name"]!).Should().Equal(skipped is null ? [] : [skipped]);
        ((string)checks.Single(check => (string)check!["name"]! == "same-twice")!["seen"]!).Should().Contain("3 fresh processes");
    }

    [Fact]
    public async Task Run_OfAHashSeedBug_PassesEveryCheckAndIsFoundByFreshProcesses()
    {
        using var sandbox = Copy("hash-seed");

        var result = await sandbox.RunAsync("run", "suite.yaml", "--json");

        result.ExitCode.Should().Be(12, "{0}", result);
        var same = result.Json["sim_runner"]!["metrics"]!["checks"]!["sim/tied-again/the same as before"]!;
        ((int)same["passed"]!).Should().Be(20, "within one process the bug does not show");
        ((int)same["failed"]!).Should().Be(0);
        var divergences = result.Json["replay_engine"]!["details"]!["divergences"]!.AsArray();
        divergences.Should().NotBeEmpty();
        foreach (var divergence in divergences)
        {
            ((string)divergence!["pointer"]!).Should().Be("/topic");
            ((string)divergence["class"]!).Should().Be("value");
            ((string)divergence["step_name"]!).Should().Be("tied");
            ((int)divergence["step"]!).Should().Be(2);
            ((int)divergence["session"]!).Should().BeInRange(0, 4, "a text may be named alike by chance, not all five of them");
        }

        result.Json["incidents"]!.AsArray().Select(incident => (string)incident!["code"]!).Should().Contain("REPLAY.DRIFT").And.NotContain("SIM.CHECK_FAILED");
    }

    [Fact]
    public async Task Run_OfAHashSeedBugWithAFixedSeed_ScoresFully()
    {
        using var sandbox = Copy("hash-seed");
        var suite = await File.ReadAllTextAsync(Path.Combine(sandbox.Folder, "suite.yaml"));
        const string line = "env: { PYTHONHASHSEED: \"0\" }";
        suite.Should().Contain("# " + line);
        sandbox.Write("cured.yaml", suite.Replace("# " + line, line, StringComparison.Ordinal));

        var result = await sandbox.RunAsync("run", "cured.yaml", "--json");

        result.ExitCode.Should().Be(0, "{0}", result);
        ((double)result.Json["replay_engine"]!["determinism_score"]!).Should().Be(100);
    }

    [Fact]
    public async Task Check_OfAHashSeedBug_FindsItInSeconds()
    {
        using var sandbox = Copy("hash-seed");

        var result = await sandbox.RunAsync("engine", "check", "--suite", "suite.yaml");

        result.ExitCode.Should().Be(14, "{0}", result);
        string.Join(' ', result.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Should().Contain("FAIL same-twice").And.Contain("at /topic: ").And.Contain("PYTHONHASHSEED").And.Contain("DOES NOT CONFORM 14 checks passed, 1 failed, 1 skipped");
    }

    [Fact]
    public async Task Run_OfAnEngineThatDiesInMidRun_IsInconclusiveWithItsLastWords()
    {
        using var sandbox = Copy("process-python");
        var engine = Path.Combine(sandbox.Folder, "engine.py");
        var text = await File.ReadAllTextAsync(engine);
        await File.WriteAllTextAsync(engine, text.Replace("            status, body = answer(", "            if message[\"session\"] == 30: raise MemoryError(\"no room for session 30\")\n            status, body = answer(", StringComparison.Ordinal));

        var result = await sandbox.RunAsync("run", "suite.yaml", "--json");

        result.ExitCode.Should().Be(20, "{0}", result);
        var incident = result.Json["incidents"]!.AsArray().Single(incident => (string)incident!["code"]! == "ENGINE.DIED")!;
        ((string)incident["message"]!).Should().Contain("first in session 30 step 1").And.Contain("exit code 1").And.Contain("MemoryError: no room for session 30");
        (await sandbox.RunAsync("verify", "last")).ExitCode.Should().Be(0, "what was recorded is sealed");
    }

    [Fact]
    public async Task Run_OfAnEngineThatPrintsALogLine_NamesTheLine()
    {
        using var sandbox = Copy("process-python");
        var engine = Path.Combine(sandbox.Folder, "engine.py");
        var text = await File.ReadAllTextAsync(engine);
        await File.WriteAllTextAsync(engine, text.Replace("    sys.stdout = sys.stderr\n", "", StringComparison.Ordinal).Replace("            status, body = answer(", "            print('searching', flush=True)\n            status, body = answer(", StringComparison.Ordinal));

        var result = await sandbox.RunAsync("run", "suite.yaml", "--json");

        result.ExitCode.Should().Be(20, "{0}", result);
        var incident = result.Json["incidents"]!.AsArray().Single(incident => (string)incident!["code"]! == "ENGINE.MALFORMED_ANSWER")!;
        ((string)incident["message"]!).Should().Contain("protocol broken (not-json)").And.Contain("'searching'").And.Contain("standard error");
    }

    [Fact]
    public async Task Validate_OfASuiteWithLoad_RefusesIt()
    {
        using var sandbox = Copy("process-python");
        await File.AppendAllTextAsync(Path.Combine(sandbox.Folder, "suite.yaml"), "load: { scenarios: { a: { executor: constant-vus, vus: 1, duration: 1s, exec: search } } }\n");

        var result = await sandbox.RunAsync("validate", "suite.yaml");

        result.ExitCode.Should().Be(2, "{0}", result);
        result.Error.Should().Contain("load (line ").And.Contain("no address").And.Contain("kind: http");
    }

    // A copy, because data and changes go beside the suite.
    private static Sandbox Copy(string sample)
    {
        var sandbox = new Sandbox();
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "samples", sample)))
        {
            File.Copy(file, Path.Combine(sandbox.Folder, Path.GetFileName(file)));
        }

        return sandbox;
    }

    private static string Snapshot(Sandbox sandbox) =>
        Directory.GetFiles(Path.Combine(sandbox.Data, "snapshots"), "*.json").Single(file => !file.EndsWith(".result.json", StringComparison.Ordinal) && !file.Contains(".replay-", StringComparison.Ordinal));
}
