using TestOps.Core.Journaling;
using TestOps.EndToEnd.Tests.Binary;
using TestOps.EndToEnd.Tests.Suites;

namespace TestOps.EndToEnd.Tests.Failures;

/// <summary>A store that goes under a run: the run ends then, not when it would have ended.</summary>
public sealed class StoreLossTests
{
    // Minutes of work.
    private const int Endless = 2_000_000;

    [Fact]
    public async Task Run_WhoseStoreIsRemoved_EndsSoonAndSaysSo()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("long.yaml", SuiteText.Toron(Endless));
        await using var run = sandbox.Start("run", "long.yaml");
        await run.WaitForOutputAsync("sim started");
        await RunJournal.WaitForAsync(sandbox.Data, seen => seen is PhaseProgress { Phase: "sim", Done: > 0 });

        File.Delete(Path.Combine(sandbox.Data, "testops.db"));
        var result = await run.WaitForExitAsync(TimeSpan.FromMinutes(1));

        result.ExitCode.Should().Be(21, "{0}", result);
        result.Error.Should().Contain("testops.db is unavailable: the file was removed or moved away").And.Contain("what to do: ").And.NotContain("   at ");
        File.Exists(Path.Combine(sandbox.Data, "testops.db")).Should().BeFalse("an empty store in its place would hide the loss");
    }
}
