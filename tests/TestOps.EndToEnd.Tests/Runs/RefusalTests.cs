using TestOps.Core.Journaling;
using TestOps.EndToEnd.Tests.Binary;
using TestOps.EndToEnd.Tests.Suites;

namespace TestOps.EndToEnd.Tests.Runs;

/// <summary>Runs that cannot be made, or cannot be finished: each says why and what to do, with an exit code of its own.</summary>
public sealed class RefusalTests
{
    // Nothing listens on port 1 of a loopback interface.
    private static readonly Uri Nobody = new("http://127.0.0.1:1");

    [Fact]
    public async Task Run_OfAnEngineThatNobodyServes_IsAnErrorOfTheEnvironment()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("nobody.yaml", SuiteText.Http(Nobody));

        var result = await sandbox.RunAsync("run", "nobody.yaml");

        result.ExitCode.Should().Be(21, "{0}", result);
        result.Out.Should().Contain("incident ENGINE.UNREACHABLE").And.Contain("connection refused").And.Contain("ERROR");
        WarRoomLines(sandbox).Should().ContainSingle().Which.Should().Contain("base_url (with --env, that of the environment) names it");
    }

    [Fact]
    public async Task Run_WhoseEngineDiesInSim_KeepsWhatItRecordedAndIsInconclusive()
    {
        using var sandbox = new Sandbox();
        await using var engine = await ToronProcess.StartAsync(sandbox);
        sandbox.Write("dies.yaml", SuiteText.Http(engine.Address, users: 200_000, concurrency: 4));
        await using var run = sandbox.Start("run", "dies.yaml");
        await run.WaitForOutputAsync("sim started");
        await RunJournal.WaitForAsync(sandbox.Data, seen => seen is PhaseProgress { Phase: "sim", Done: > 0 });

        await engine.KillAsync();
        var result = await run.WaitForExitAsync();

        result.ExitCode.Should().Be(20, "{0}", result);
        result.Out.Should().Contain("incident ENGINE.DIED").And.Contain("INCONCLUSIVE").And.Contain("engine lost");
        var verified = await sandbox.RunAsync("verify", "last", "--deep");
        verified.ExitCode.Should().Be(0, "{0}", verified);
        verified.Out.Should().Contain("trace.jsonl.zst");
    }

    [Fact]
    public async Task Run_OfATargetThatNobodyAllowed_IsRefusedAndNamesTheFlag()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("far.yaml", SuiteText.Http(new Uri("http://192.0.2.1/")));

        var result = await sandbox.RunAsync("run", "far.yaml");

        result.ExitCode.Should().Be(22, "{0}", result);
        result.Out.Should().Contain("target refused: 192.0.2.1").And.Contain("--allow-host 192.0.2.1");
    }

    [Fact]
    public async Task Run_OfAnInvalidSuite_NamesAllItsProblemsAtOnce()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("wrong.yaml",
            """
            version: 2
            name: "no name!"
            engine: { kind: htpp }
            sim:
              users: 0
              scenarios: { ask: { steps: [ { name: ask, call: PST, bdy: 1 } ] } }
            replay: { times: -1, floor: 200 }
            """);

        var result = await sandbox.RunAsync("run", "wrong.yaml");

        result.ExitCode.Should().Be(2, "{0}", result);
        result.Out.Should().BeEmpty();
        result.Error.Should().Contain("8 problems");
        foreach (var path in new[] { "version", "name", "engine.kind", "sim.users", "sim.scenarios.ask.steps[0].bdy", "sim.scenarios.ask.steps[0].call", "replay.times", "replay.floor" })
        {
            result.Error.Should().Contain($"  {path} (line ");
        }

        Directory.Exists(sandbox.Data).Should().BeFalse("nothing was run");
    }

    [Theory]
    [InlineData("no-such.yaml", 2, "no-such.yaml")]
    [InlineData("file", 21, "is unavailable")]
    public async Task Run_WithoutASuiteOrADataFolder_SaysWhichIsMissing(string given, int exitCode, string said)
    {
        using var sandbox = new Sandbox();
        sandbox.Write("small.yaml", SuiteText.Toron());
        sandbox.Write("file", "a file where a folder should be");

        var result = given == "file" ? await sandbox.RunAsync("run", "small.yaml", "--data", given) : await sandbox.RunAsync("run", given);

        result.ExitCode.Should().Be(exitCode, "{0}", result);
        result.Error.Should().Contain(said).And.Contain("what to do: ");
        result.Out.Should().BeEmpty();
    }

    private static string[] WarRoomLines(Sandbox sandbox) => File.ReadAllLines(Path.Combine(sandbox.Data, "warroom", "warroom.log"));
}
