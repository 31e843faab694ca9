using System.Net;
using System.Text.Json.Nodes;
using TestOps.Core.Safety;
using TestOps.Core.Suites;

namespace TestOps.Load.Tests.K6;

/// <summary>What k6 is called with: a scrubbed environment, the suite's own variables and arguments, and the script as it is.</summary>
public sealed class K6CommandTests
{
    [Fact]
    public async Task RunAsync_K6_GetsTheRecommendedCallInTheScriptsFolder()
    {
        await using var bench = await K6Bench.CreateAsync("pass");

        await bench.RunAsync();

        var run = Run(bench);
        Arguments(run).Should().StartWith(["--no-usage-report", "--no-color", "--quiet", "--log-format", "json", "--include-system-env-vars", "--config"]);
        Value(run, "--summary-trend-stats").Should().Be("avg,min,med,max,p(90),p(95),p(99),p(99.9),count");
        Value(run, "--out").Should().Be("json=-", "a pipe breaks where a named one would hang");
        run["cwd"]!.GetValue<string>().Should().Be(bench.Sandbox.Folder);
        bench.Artifact["command"]!.GetValue<string>().Should().StartWith($"{bench.Sandbox.K6} run --no-usage-report").And.Contain("--blacklist-ip (").And.EndWith($"- (a wrapper of {bench.Sandbox.Folder}/script.js)");
        bench.Artifact["driver_version"]!.GetValue<string>().Should().Be("v2.2.0");
        bench.Artifact["script"]!.GetValue<string>().Should().Be("script.js");
        bench.Artifact["script_sha256"]!.GetValue<string>().Should().MatchRegex("^[0-9a-f]{64}$");
    }

    [Fact]
    public async Task RunAsync_Environment_IsScrubbedAndHasTheSuitesOwn()
    {
        // What this process has is not what k6 gets: these would replace a script's scenarios.
        Environment.SetEnvironmentVariable("K6_VUS", "7");
        Environment.SetEnvironmentVariable("TESTOPS_SOMETHING", "ours");
        await using var bench = await K6Bench.CreateAsync("pass", load: load => load with { Script = load.Script! with { Environment = new Dictionary<string, string> { ["GREETING"] = "to ${engine.base}" } } });

        await bench.RunAsync();

        var names = Run(bench)["env"]!.AsObject().ToDictionary(variable => variable.Key, variable => (string?)variable.Value);
        names.Keys.Where(name => name.StartsWith("K6_", StringComparison.Ordinal)).Should().BeEquivalentTo("K6_AUTO_EXTENSION_RESOLUTION", "K6_NO_USAGE_REPORT");
        names.Should().NotContainKey("TESTOPS_SOMETHING");
        names["K6_AUTO_EXTENSION_RESOLUTION"].Should().Be("false");
        names["TESTOPS_BASE_URL"].Should().Be("http://127.0.0.1:31847");
        names["GREETING"].Should().Be("to http://127.0.0.1:31847");
    }

    [Fact]
    public async Task RunAsync_Wrapper_ImportsTheScriptAndLeavesItAlone()
    {
        await using var bench = await K6Bench.CreateAsync("pass");
        var before = File.ReadAllBytes(Path.Combine(bench.Sandbox.Folder, "script.js"));
        var files = Directory.EnumerateFiles(bench.Sandbox.Folder).ToList();

        await bench.RunAsync();

        var wrapper = Run(bench)["stdin"]!.GetValue<string>();
        wrapper.Should().Contain($"export * from \"{new Uri(Path.Combine(bench.Sandbox.Folder, "script.js")).AbsoluteUri}\";", "the space in its path is escaped");
        wrapper.Should().Contain("export { default } from");
        File.ReadAllBytes(Path.Combine(bench.Sandbox.Folder, "script.js")).Should().Equal(before);
        Directory.EnumerateFiles(bench.Sandbox.Folder).Should().BeEquivalentTo(files.Append(Path.Combine(bench.Sandbox.Folder, "calls.jsonl")), "nothing is written beside the script but the stub's own notes");
    }

    [Fact]
    public async Task RunAsync_ScriptWithoutDefaultExport_GetsAWrapperWithoutOne()
    {
        await using var bench = await K6Bench.CreateAsync("multi-scenario");

        await bench.RunAsync();

        Run(bench)["stdin"]!.GetValue<string>().Should().NotContain("default");
        bench.Artifact["summary_source"]!.GetValue<string>().Should().Be("handleSummary");
    }

    [Fact]
    public async Task RunAsync_K6TakesNoWrapper_RunsTheScriptItself()
    {
        await using var bench = await K6Bench.CreateAsync("sigterm", sandbox => sandbox.Play("waits_for_signal_after_lines", null!));

        await bench.RunAsync();

        Arguments(Run(bench)).Last().Should().Be($"{bench.Sandbox.Folder}/script.js");
        bench.Artifact["summary_source"]!.GetValue<string>().Should().Be("summary-export");
    }

    [Fact]
    public async Task RunAsync_Targets_AreLoopbackAndTheOperatorsOnly()
    {
        await using var bench = await K6Bench.CreateAsync("pass", sandbox => sandbox.Inspect("blacklistIPs", new JsonArray("127.9.0.0/16")));

        await bench.RunAsync();

        var blocked = Value(Run(bench), "--blacklist-ip").Split(',').Select(IPNetwork.Parse).ToList();
        blocked.Should().Contain(IPNetwork.Parse("127.9.0.0/16"), "what the script blocks stays blocked");
        foreach (var address in (string[])["8.8.8.8", "10.0.0.1", "126.255.255.255", "128.0.0.0", "0.0.0.0", "169.254.169.254", "255.255.255.255", "::", "::2", "fe80::1", "fd00:ec2::254", "2001:db8::1"])
        {
            blocked.Should().Contain(range => range.Contains(IPAddress.Parse(address)), "{0} is no loopback", address);
        }

        foreach (var address in (string[])["127.0.0.1", "127.255.255.255", "127.0.0.0", "::1"])
        {
            blocked.Should().NotContain(range => range.Contains(IPAddress.Parse(address)), "{0} is loopback", address);
        }
    }

    [Fact]
    public async Task RunAsync_RequestsThatThePolicyRefuses_AreToldAsSuch()
    {
        await using var bench = await K6Bench.CreateAsync("target-down", sandbox =>
        {
            var path = Path.Combine(sandbox.Folder, "samples.ndjson");
            File.WriteAllText(path, File.ReadAllText(path)
                .Replace("\"error_code\":\"1212\"", "\"error_code\":\"1110\"", StringComparison.Ordinal)
                .Replace("dial: connection refused", "IP (192.0.2.1) is in a blacklisted range (192.0.0.0/9)", StringComparison.Ordinal));
        });

        await bench.RunAsync();

        bench.Gate("targets").Should().BeEquivalentTo(new { Holds = (bool?)null, Value = "20", Limit = "0" });
        bench.Gate("targets").Detail.Should().EndWith("IP (192.0.2.1) is in a blacklisted range (192.0.0.0/9)");
        bench.Incidents.Should().Contain("TARGET.REFUSED").And.NotContain("LOAD.NO_DATA");
    }

    [Theory]
    [InlineData("-u 5", "load.args[0]: -u would replace the script's scenarios; load.args[1]: '5' is no flag")]
    [InlineData("-u5", "load.args[0]: -u5 would replace the script's scenarios")]
    [InlineData("--duration=1h", "load.args[0]: --duration=1h would replace the script's scenarios")]
    [InlineData("--out csv=x.csv", "load.args[0]: --out is not allowed here: the driver decides it, or nobody has shown that it is harmless; load.args[1]: 'csv=x.csv' is no flag")]
    [InlineData("--summary-export=x", "load.args[0]: --summary-export=x is not allowed here: the driver decides it, or nobody has shown that it is harmless")]
    [InlineData("other.js", "load.args[0]: 'other.js' is no flag")]
    [InlineData("--tag", "load.args[0]: --tag has no value")]
    public async Task PrepareAsync_ArgumentsThatBreakTheContract_AreRefusedAllAtOnce(string arguments, string problems)
    {
        await using var bench = await K6Bench.CreateAsync("pass", load: load => load with { Script = load.Script! with { Arguments = arguments.Split(' ') } });

        var refused = await FluentActions.Awaiting(() => bench.PrepareAsync()).Should().ThrowAsync<InvalidSuiteException>();

        string.Join("; ", refused.Which.Problems.Select(problem => $"{problem.Path}: {problem.Message}")).Should().Be(problems);
    }

    [Fact]
    public async Task RunAsync_AllowedArguments_ReachRunAndThoseOfInitInspect()
    {
        await using var bench = await K6Bench.CreateAsync("pass", load: load => load with { Script = load.Script! with { Arguments = ["--tag", "team=core", "-e", "SIZE=${run.seed}", "--throw"] } });

        await bench.RunAsync();

        string.Join(' ', Arguments(Run(bench))).Should().EndWith("--tag team=core -e SIZE=42 --throw -");
        string.Join(' ', Arguments(bench.Sandbox.Calls[0])).Should().Contain("-e SIZE=42").And.NotContain("team=core");
    }

    [Theory]
    [InlineData("K6_VUS", "configures k6 itself")]
    [InlineData("HTTP_PROXY", "the target policy does not see")]
    [InlineData("TESTOPS_BASE_URL", "is set by TestOps")]
    public async Task PrepareAsync_VariablesThatBreakTheContract_AreRefused(string name, string problem)
    {
        await using var bench = await K6Bench.CreateAsync("pass", load: load => load with { Script = load.Script! with { Environment = new Dictionary<string, string> { [name] = "1" } } });

        (await FluentActions.Awaiting(() => bench.PrepareAsync()).Should().ThrowAsync<InvalidSuiteException>()).Which.Problems.Should().ContainSingle().Which.Message.Should().Contain(problem);
    }

    [Fact]
    public async Task RunAsync_ScenariosOfTheSuite_RunByTheScriptThatIsWrittenOfThem()
    {
        await using var bench = await K6Bench.CreateAsync(
            "pass",
            load: load => load with { Script = null, Scenarios = [new ConstantVusSpec { Name = "closed", Exec = "ask", Vus = 3, Duration = TimeSpan.FromSeconds(2) }] },
            options: options => options with
            {
                WriteScript = (plan, target) =>
                {
                    // The stub plays what lies beside the script that it is given.
                    foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Recordings", "pass")))
                    {
                        File.Copy(file, Path.Combine(Directory.EnumerateDirectories(options.WorkFolder).Single(), Path.GetFileName(file)), overwrite: true);
                    }

                    return $"// {plan.Suite.Name} against {target.BaseAddress}\nexport default function () {{}}\n";
                },
            });

        await bench.RunAsync();

        bench.Artifact["script"].Should().BeNull();
        bench.Artifact["driver"]!.GetValue<string>().Should().Be("k6");
        bench.Gates["k6"].Should().Be("PASS");
        bench.Metric("http_reqs").Value.Should().Be(30);
    }

    private static JsonNode Run(K6Bench bench) => bench.Sandbox.Calls.Last();

    private static List<string> Arguments(JsonNode call) => [.. call["args"]!.AsArray().Select(argument => argument!.GetValue<string>())];

    private static string Value(JsonNode call, string flag) => Arguments(call).SkipWhile(argument => argument != flag).ElementAt(1);
}
