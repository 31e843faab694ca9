using System.Globalization;
using TestOps.EndToEnd.Tests.Binary;
using TestOps.Processes;

namespace TestOps.EndToEnd.Tests.RealInput;

/// <summary>npm's json-server, which nobody here wrote and whose answers depend on what was posted before. <c>test.sh</c> installs it.</summary>
public sealed class JsonServerTests
{
    private static readonly string Programs = Path.Combine(Repository.Root, ".build", "npm", "node_modules", ".bin");

    private static readonly Dictionary<string, string?> WithJsonServer = new() { ["PATH"] = $"{Programs}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}" };

    [Fact]
    public async Task Run_OfDataInMemory_IsDeterministicOverFreshProcesses()
    {
        using var sandbox = Copy();

        var run = await OwnedRun.OfAsync(sandbox, WithJsonServer, "suite.yaml", "--env", "memory");

        run.Result.ExitCode.Should().Be(0, "{0}", run.Result);
        run.Score.Should().Be(100);
        run.Evidence.Should().Be("B");
        run.Met.Should().HaveCount(2).And.OnlyHaveUniqueItems().And.AllSatisfy(met => met.Should().StartWith("a fresh process (pid "));
    }

    [Fact]
    public async Task Run_OfAWarmServer_DriftsAtTheCounter_WhichStartCures()
    {
        using var sandbox = Copy();
        var port = FreePort.Find().ToString(CultureInfo.InvariantCulture);
        await using var server = await ChildProcess.StartAsync(
            new ChildProcessOptions
            {
                FileName = Path.Combine(Programs, "json-server"),
                Arguments = ["db.js", "--host", "127.0.0.1", "--port", port],
                Environment = new Dictionary<string, string> { ["NO_UPDATE_NOTIFIER"] = "1" },
                WorkingDirectory = CopyData(sandbox),
                IsReadyLine = line => line.Contains($"http://127.0.0.1:{port}", StringComparison.Ordinal),
            },
            CancellationToken.None);
        sandbox.Write("warm.yaml", File.ReadAllText(Path.Combine(sandbox.Folder, "suite.yaml"))
            .Replace("  memory: ", $"  warm: {{ source: unused, start: null, base_url: \"http://127.0.0.1:{port}\" }}\n  memory: ", StringComparison.Ordinal));

        var warm = await OwnedRun.OfAsync(sandbox, WithJsonServer, "warm.yaml", "--env", "warm");

        warm.Result.ExitCode.Should().Be(12, "{0}", warm.Result);
        warm.Evidence.Should().Be("C");
        warm.Met.Should().AllBe($"a warm engine at http://127.0.0.1:{port}");
        warm.Divergences.Should().Contain((0, 1, "add", "/id"));
        warm.Result.Out.Should().Contain("  evidence   C (black box: replays met a warm engine)");

        var owned = await OwnedRun.OfAsync(sandbox, WithJsonServer, "warm.yaml", "--env", "memory");

        owned.Result.ExitCode.Should().Be(0, "{0}", owned.Result);
        owned.Score.Should().Be(100);
    }

    [Fact]
    public async Task Run_OfAFileThatTheServerRewrites_DriftsOverFreshProcesses_AndARestoredFileCuresIt()
    {
        using var sandbox = Copy();
        File.Copy(Path.Combine(sandbox.Folder, "seed.json"), Path.Combine(sandbox.Folder, "db.json"));

        var kept = await OwnedRun.OfAsync(sandbox, WithJsonServer, "suite.yaml", "--env", "file");

        kept.Result.ExitCode.Should().Be(12, "{0}", kept.Result);
        kept.Divergences.Should().Contain((0, 1, "add", "/id"));
        kept.Met.Should().AllSatisfy(met => met.Should().StartWith("a fresh process (pid ", "a fresh process is not enough where its data outlive it"));

        var restored = await OwnedRun.OfAsync(sandbox, WithJsonServer, "suite.yaml", "--env", "restored");

        restored.Result.ExitCode.Should().Be(0, "{0}", restored.Result);
        restored.Score.Should().Be(100);
        restored.Met.Should().AllSatisfy(met => met.Should().EndWith(", reset by cp seed.json db.json"));
    }

    [Fact]
    public async Task Run_OfAResetThatFails_NeverMeetsTheOldState()
    {
        using var sandbox = Copy();
        sandbox.Write("broken.yaml", File.ReadAllText(Path.Combine(sandbox.Folder, "suite.yaml")).Replace("[cp, seed.json, db.json]", "[cp, nothing.json, db.json]", StringComparison.Ordinal));

        var result = await TestOpsBinary.RunAsync(["run", "broken.yaml", "--env", "restored"], sandbox.Folder, WithJsonServer);

        result.ExitCode.Should().Be(21, "{0}", result);
        result.Out.Should().Contain("ENGINE.RESET_FAILED").And.Contain("cp nothing.json db.json failed: exit code 1; its last words: ").And.Contain("nothing.json");
    }

    [Fact]
    public async Task Run_OfTheTimeOfAStart_DriftsThere_AndTheProposedMaskCuresIt()
    {
        using var sandbox = Copy();

        var run = await OwnedRun.OfAsync(sandbox, WithJsonServer, "drift.yaml");

        run.Result.ExitCode.Should().Be(12, "{0}", run.Result);
        run.Score.Should().Be(0);
        run.Divergences.Should().Equal((0, 2, "clock", "/at"));

        var masks = MaskPatch.Of(run.Result);
        masks.Should().ContainSingle().Which.Should().StartWith("- { step: clock, at: /at, kind: time, ");
        MaskPatch.Paste(sandbox, "drift.yaml", run.Result);
        var cured = await OwnedRun.OfAsync(sandbox, WithJsonServer, "drift.yaml");

        cured.Result.ExitCode.Should().Be(0, "{0}", cured.Result);
        cured.Score.Should().Be(100).And.Be(MaskPatch.PredictedScore(run.Result), "what the report predicts is what pasting it gives");
    }

    private static Sandbox Copy()
    {
        File.Exists(Path.Combine(Programs, "json-server")).Should().BeTrue("json-server 0.17.4 is needed in {0}, where ./test.sh installs it", Programs);
        return Sample.Copy("json-server");
    }

    // Not in the sandbox itself, where everything that runs is counted as left over.
    private static string CopyData(Sandbox sandbox)
    {
        var folder = Directory.CreateDirectory(Path.Combine(sandbox.Folder, "warm")).FullName;
        File.Copy(Path.Combine(sandbox.Folder, "db.js"), Path.Combine(folder, "db.js"));
        return folder;
    }
}
