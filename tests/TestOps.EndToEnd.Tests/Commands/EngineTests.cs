using System.Diagnostics;
using System.Runtime.InteropServices;
using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.Commands;

public sealed class EngineTests
{
    [Fact]
    public async Task EngineToron_OnSigterm_EndsByItself()
    {
        using var sandbox = new Sandbox();
        await using var engine = sandbox.Start("engine", "toron", "--port", "0");
        await engine.WaitForOutputAsync("http://127.0.0.1:");

        engine.Signal(PosixSignal.SIGTERM);
        var result = await engine.WaitForExitAsync();

        result.Error.Should().BeEmpty();
        result.Out.Should().Contain("not Ryuzen Toron");
    }

    [Fact]
    public async Task RunningProgram_ThatMissesItsDeadline_IsKilledAndItsOutputTold()
    {
        using var sandbox = new Sandbox();
        await using var engine = sandbox.Start("engine", "toron", "--port", "0");
        await engine.WaitForOutputAsync("http://127.0.0.1:");
        using var process = Process.GetProcessById(engine.Id);

        var wait = () => engine.WaitForExitAsync(TimeSpan.FromMilliseconds(1));

        (await wait.Should().ThrowAsync<TimeoutException>()).WithMessage("*engine toron*did not end*http://127.0.0.1:*");
        process.WaitForExit(TestOpsBinary.DefaultDeadline).Should().BeTrue();
    }
}
