using System.Text.Json.Nodes;
using TestOps.EndToEnd.Tests.Binary;
using TestOps.EndToEnd.Tests.Suites;

namespace TestOps.EndToEnd.Tests.Runs;

/// <summary>Several processes on one data folder.</summary>
public sealed class ConcurrentRunsTests
{
    [Fact]
    public async Task Run_BesideAnotherOnTheSameData_HarmsNeither()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("first.yaml", SuiteText.ToronWithLoad());
        sandbox.Write("second.yaml", SuiteText.ToronWithLoad(users: 30));

        // Both make the database: neither finds a folder.
        await using var first = sandbox.Start("run", "first.yaml", "--json");
        await using var second = sandbox.Start("run", "second.yaml", "--json");
        ProgramResult[] results = [await first.WaitForExitAsync(), await second.WaitForExitAsync()];

        foreach (var result in results)
        {
            result.ExitCode.Should().Be(0, "{0}", result);
            result.Error.Should().NotContain("lost its owner");
            var verified = await sandbox.RunAsync("verify", (string)result.Json["run_id"]!);
            verified.ExitCode.Should().Be(0, "{0}", verified);
        }

        var history = await sandbox.RunAsync("history", "--json");
        var runs = history.Json["runs"]!.AsArray();
        runs.Select(run => (string)run!["run_id"]!).Should().BeEquivalentTo(results.Select(result => (string)result.Json["run_id"]!));
        // A load on a busy machine says that its generator came too late, which is a warning.
        runs.Select(run => (string)run!["status"]!).Should().BeSubsetOf(["PASS", "WARN"]);
    }

    [Fact]
    public async Task History_BesideARun_LeavesItAlone()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("small.yaml", SuiteText.ToronWithLoad(duration: "2s"));
        await using var run = sandbox.Start("run", "small.yaml");
        await run.WaitForOutputAsync("load started");

        var history = await sandbox.RunAsync("history", "--json");
        var result = await run.WaitForExitAsync();

        ((string?)history.Json["runs"]!.AsArray().Should().ContainSingle().Which!["status"]).Should().Be("RUNNING");
        history.Error.Should().BeEmpty();
        result.ExitCode.Should().Be(0, "{0}", result);
    }
}
