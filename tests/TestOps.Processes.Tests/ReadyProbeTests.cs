namespace TestOps.Processes.Tests;

/// <summary>A child that is ready when a probe says so.</summary>
public sealed class ReadyProbeTests
{
    [Fact]
    public async Task Start_Probe_IsAskedUntilItAnswersNothing()
    {
        var asked = 0;
        await using var child = await ChildProcess.StartAsync(
            Stub.Options("ready", "listening") with { Probe = (_, _) => Task.FromResult(++asked < 4 ? "port closed" : null) }, Stub.Deadline);

        asked.Should().Be(4);
        child.Exited.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task Start_LineAndProbe_AsksAfterTheLine()
    {
        string? seen = null;
        await using var child = await ChildProcess.StartAsync(
            Stub.Options("ready", "listening on 1") with { IsReadyLine = line => line.StartsWith("listening", StringComparison.Ordinal), Probe = (it, _) => Task.FromResult(Keep(it.ReadyLine)) },
            Stub.Deadline);

        seen.Should().Be("listening on 1");
        string? Keep(string? line)
        {
            seen = line;
            return null;
        }
    }

    [Fact]
    public async Task Start_ProbeNeverContent_TellsWhatItMissedLast()
    {
        var start = () => ChildProcess.StartAsync(
            Stub.Options("ready", "listening") with { Probe = (_, _) => Task.FromResult<string?>("GET /health answered 503"), ReadyTimeout = TimeSpan.FromSeconds(0.3) }, Stub.Deadline);

        (await start.Should().ThrowAsync<ChildProcessException>()).Which.Message.Should().Contain("was not ready within 0.3 s (GET /health answered 503)");
    }

    [Fact]
    public async Task Start_ChildEndsWhileTheProbeWaits_IsRefusedAtOnce()
    {
        var start = () => ChildProcess.StartAsync(Stub.Options("exit", "9", "address already in use") with { Probe = Wait, ReadyTimeout = TimeSpan.FromHours(1) }, Stub.Deadline);

        var exception = (await start.Should().ThrowAsync<ChildProcessException>()).Which;
        exception.ProcessExitCode.Should().Be(9);
        exception.Message.Should().Contain("before it was ready").And.Contain("address already in use");

        static async Task<string?> Wait(ChildProcess child, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return null;
        }
    }

    [Fact]
    public async Task Start_ProbeThrows_EndsTheChildAndRises()
    {
        ChildProcess? seen = null;
        var start = () => ChildProcess.StartAsync(Stub.Options("ready", "listening") with { Probe = Fail }, Stub.Deadline);

        (await start.Should().ThrowAsync<InvalidDataException>()).WithMessage("not our protocol");
        seen!.Exited.IsCompletedSuccessfully.Should().BeTrue();

        Task<string?> Fail(ChildProcess child, CancellationToken cancellationToken)
        {
            seen = child;
            throw new InvalidDataException("not our protocol");
        }
    }
}
