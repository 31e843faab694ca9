using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.RealInput;

/// <summary>Debian's httpbin, which nobody here wrote, started by TestOps: the sample suites as users run them. <c>test.sh</c> installs it.</summary>
public sealed class HttpbinTests
{
    private const string Needed = "it needs Debian's python3-httpbin for /usr/bin/python3, which ./test.sh installs: {0}";

    [Fact]
    public async Task Run_OfTheSample_IsDeterministicOverFreshProcesses()
    {
        using var sandbox = Sample.Copy("httpbin");

        var run = await OwnedRun.OfAsync(sandbox, null, "suite.yaml");

        run.Result.ExitCode.Should().Be(0, Needed, run.Result);
        run.Score.Should().Be(100, "each address of a fresh process is recorded as the same token, in JSON, headers and queries");
        run.Evidence.Should().Be("B");
        run.Met.Should().HaveCount(2).And.OnlyHaveUniqueItems().And.AllSatisfy(met => met.Should().MatchRegex(@"^a fresh process \(pid \d+\) at http://127\.0\.0\.1:\d+$"));
        run.Result.Out.Should().Contain("  evidence   B (cooperating: fresh or reset for every replay)").And.Contain($"  met        {run.Met[0]}");

        var verified = await sandbox.RunAsync("verify", "last", "--deep");
        verified.ExitCode.Should().Be(0, "{0}", verified);

        var replayed = await sandbox.RunAsync("replay", "last");
        replayed.ExitCode.Should().Be(0, "{0}", replayed);
        replayed.Out.Should().Contain("score     100.00").And.Contain("a fresh process (pid ");
    }

    [Fact]
    public async Task Run_OfRandomIds_DriftsThere_AndTheProposedMaskCuresIt()
    {
        using var sandbox = Sample.Copy("httpbin");

        var run = await OwnedRun.OfAsync(sandbox, null, "drift.yaml");

        run.Result.ExitCode.Should().Be(12, Needed, run.Result);
        run.Score.Should().Be(0);
        run.Divergences.Should().Equal((0, 2, "id", "/uuid"));

        var masks = MaskPatch.Of(run.Result);
        masks.Should().ContainSingle().Which.Should().StartWith("- { step: id, at: /uuid, kind: token, ");
        MaskPatch.Paste(sandbox, "drift.yaml", run.Result);
        var cured = await OwnedRun.OfAsync(sandbox, null, "drift.yaml");

        cured.Result.ExitCode.Should().Be(0, "{0}", cured.Result);
        cured.Score.Should().Be(100).And.Be(MaskPatch.PredictedScore(run.Result), "what the report predicts is what pasting it gives");
    }
}
