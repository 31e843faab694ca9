using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Safety;
using TestOps.Core.Suites;

namespace TestOps.Load.Tests.K6;

/// <summary>What fails before anything starts: a missing tool, a script that k6 refuses, the operator's caps.</summary>
public sealed class K6PreparationTests
{
    [Fact]
    public async Task PrepareAsync_K6AndScriptAreThere_SaysSoAndLeasesNothing()
    {
        await using var bench = await K6Bench.CreateAsync("multi-scenario");

        await bench.PrepareAsync();

        bench.Journal.Events.OfType<Notice>().Single().Text.Should().Be($"k6 v2.2.0 (by load.k6: {bench.Sandbox.K6}) takes script.js: at most 4 virtual users, 6s");
        bench.Engine.Requests.Should().BeEmpty();
        Directory.EnumerateFileSystemEntries(bench.Sandbox.Work).Should().BeEmpty();
    }

    [Theory]
    [InlineData("init-throws", 107, "Error: boom in init context")]
    [InlineData("syntax-error", 107, "script.js: Line 3:42 Unexpected token ;")]
    [InlineData("no-default", 104, "function 'default' not found in exports")]
    [InlineData("exec-missing", 104, "executor a: function 'nope' not found in exports")]
    [InlineData("invalid-options", 104, "json: unknown field")]
    [InlineData("invalid-executor", 104, "externally-controlled")]
    [InlineData("invalid-vus", 104, "the number of VUs must be more than 0")]
    [InlineData("invalid-threshold-expr", 104, "threshold")]
    [InlineData("invalid-threshold-metric", 104, "no metric name \"no_such_metric\" found")]
    [InlineData("invalid-threshold-agg", 104, "threshold")]
    [InlineData("ext-needed", 107, "k6/x/")]
    [InlineData("remote-import", 107, "http")]
    public async Task PrepareAsync_ScriptThatK6Refuses_FailsWithK6sOwnWords(string recorded, int exitCode, string words)
    {
        await using var bench = await K6Bench.CreateAsync(recorded);

        var refused = await FluentActions.Awaiting(() => bench.PrepareAsync()).Should().ThrowAsync<InvalidSuiteException>();

        var problem = refused.Which.Problems.Should().ContainSingle().Subject;
        problem.Path.Should().Be("load.script");
        problem.Message.Should().StartWith($"script.js: k6 refuses it (exit code {exitCode}): ").And.Contain(words);
        problem.Hint.Should().Contain(recorded == "ext-needed" ? "TestOps does not let k6 download" : "k6 inspect --execution-requirements");
        refused.Which.ExitCode.Should().Be(ExitCode.Usage);
    }

    [Fact]
    public async Task PrepareAsync_ScriptIsMissing_SaysWhere()
    {
        await using var bench = await K6Bench.CreateAsync("pass", sandbox => sandbox.Remove("script.js"));

        (await FluentActions.Awaiting(() => bench.PrepareAsync()).Should().ThrowAsync<InvalidSuiteException>()).Which.Problems.Single().Message.Should().Contain("there is no file");
    }

    [Fact]
    public async Task PrepareAsync_OptionsBeyondTheOperatorsCaps_NamesAllOfThem()
    {
        await using var bench = await K6Bench.CreateAsync("ramping-arrival-rate", caps: new LoadCaps { MaxVus = 5, MaxRate = 20, MaxDuration = TimeSpan.FromSeconds(2) });

        var refused = await FluentActions.Awaiting(() => bench.PrepareAsync()).Should().ThrowAsync<InvalidSuiteException>();

        refused.Which.Problems.Select(problem => problem.Message).Should().Equal(
            "the script's options plan 8 virtual users, the operator's cap is 5",
            "the script's options plan 30 iteration starts a second, the operator's cap is 20",
            "the script's options plan a load of 3s, the operator's cap is 2s");
    }

    [Fact]
    public async Task PrepareAsync_NoK6OnThePath_IsExit21WithWhatToDo()
    {
        await using var bench = await K6Bench.CreateAsync("pass", load: load => load with { K6 = null }, options: options => options with { Environment = name => name == "PATH" ? options.WorkFolder : null });

        var missing = await FluentActions.Awaiting(() => bench.PrepareAsync()).Should().ThrowAsync<ToolUnavailableException>();

        missing.Which.Should().BeEquivalentTo(new { Tool = "k6", Code = "TOOL.UNAVAILABLE", ExitCode = ExitCode.Environment, Message = "the suite's load needs k6, and there is no k6 on the PATH" });
        missing.Which.Hint.Should().Contain("install k6").And.Contain("TESTOPS_K6").And.Contain("load.scenarios");
    }

    [Fact]
    public async Task PrepareAsync_SuiteThenVariableThenPath_TheFirstThatNamesOneDecides()
    {
        await using var bySuite = await K6Bench.CreateAsync("pass", load: load => load with { K6 = "./k6" }, options: options => options with { Environment = _ => "/nowhere/k6" });
        await bySuite.PrepareAsync();
        bySuite.Journal.Events.OfType<Notice>().Single().Text.Should().Contain("(by load.k6: ", "a relative path begins at the suite");

        await using var byVariable = await K6Bench.CreateAsync("pass", load: load => load with { K6 = null }, options: options => options with { Environment = name => name == "TESTOPS_K6" ? "/nowhere/k6" : "/usr/bin" });
        (await FluentActions.Awaiting(() => byVariable.PrepareAsync()).Should().ThrowAsync<ToolUnavailableException>())
            .Which.Message.Should().Be("the suite's load needs k6, and TESTOPS_K6 names '/nowhere/k6', which is no executable file");

        await using var byPath = await K6Bench.CreateAsync("pass", load: load => load with { K6 = null }, options: options => options with { Environment = name => name == "PATH" ? $"/nowhere:{Path.GetDirectoryName(options.WorkFolder)}" : null });
        await byPath.PrepareAsync();
        byPath.Journal.Events.OfType<Notice>().Single().Text.Should().Contain("(by PATH: ");
    }

    [Theory]
    [InlineData("echo k6 v0.47.0", "is no k6 that can be used: asked for 'version --json' it answered with exit code 0 and 'k6 v0.47.0'")]
    [InlineData("exit 3", "is no k6 that can be used: asked for 'version --json' it answered with exit code 3 and ''")]
    [InlineData("echo '{\"go_version\":\"go1.24\",\"version\":\"v1.7.1\"}'", "is k6 v1.7.1, and the oldest that can be used is v2.0.0")]
    public async Task PrepareAsync_AnotherProgramOrATooOldK6_IsRefused(string command, string message)
    {
        await using var bench = await K6Bench.CreateAsync("pass", sandbox => sandbox.Program("k6", command));

        var refused = await FluentActions.Awaiting(() => bench.PrepareAsync()).Should().ThrowAsync<ToolUnavailableException>();

        refused.Which.Message.Should().Be($"{bench.Sandbox.K6} (from load.k6) {message}");
    }

    [Fact]
    public async Task PrepareAsync_FileThatIsNotExecutable_IsRefused()
    {
        await using var bench = await K6Bench.CreateAsync("pass", sandbox => K6Sandbox.Allow(sandbox.K6, UnixFileMode.UserRead));

        (await FluentActions.Awaiting(() => bench.PrepareAsync()).Should().ThrowAsync<ToolUnavailableException>()).Which.Message.Should().EndWith("which is no executable file");
    }

    [Fact]
    public async Task PrepareAsync_FolderOfAProcessThatWasKilled_IsRemoved()
    {
        await using var bench = await K6Bench.CreateAsync("pass");
        var left = Directory.CreateDirectory(Path.Combine(bench.Sandbox.Work, "testops-k6-left")).FullName;
        File.WriteAllText(Path.Combine(left, "lock"), "");
        var owned = Directory.CreateDirectory(Path.Combine(bench.Sandbox.Work, "testops-k6-owned")).FullName;
        using var held = new FileStream(Path.Combine(owned, "lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        await bench.PrepareAsync();

        Directory.EnumerateDirectories(bench.Sandbox.Work).Should().Equal(owned);
    }

    [Fact]
    public async Task PrepareAsync_ScenariosThatNobodyWritesAScriptOf_AreRefused()
    {
        await using var bench = await K6Bench.CreateAsync(
            "pass", load: load => load with { Script = null, Scenarios = [new ConstantVusSpec { Name = "closed", Exec = "ask", Duration = TimeSpan.FromSeconds(1) }] });

        (await FluentActions.Awaiting(() => bench.PrepareAsync()).Should().ThrowAsync<InvalidSuiteException>()).Which.Problems.Single().Path.Should().Be("load.driver");
    }
}
