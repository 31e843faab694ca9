using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using TestOps.Core;

namespace TestOps.Processes.Tests;

/// <summary>The life of a child: start, ready, output, stop, and its end with its parent; the same with a guard as without.</summary>
public abstract class ChildProcessTests(GuardCommand? guard)
{
    private static CancellationToken Deadline => Stub.Deadline;

    [Fact]
    public async Task Start_ReadyLine_IsAwaitedAndKept()
    {
        await using var child = await StartAsync("ready", "listening on 4711");

        child.ReadyLine.Should().Be("listening on 4711");
        child.OutputTail.Should().Be($"listening on 4711{Environment.NewLine}");
        child.ErrorTail.Should().BeEmpty();
        child.Exited.IsCompleted.Should().BeFalse();
        IsAlive(child.Id).Should().BeTrue();
    }

    [Fact]
    public async Task Dispose_RunningChild_EndsIt()
    {
        var child = await StartAsync("ready", "listening");

        await child.DisposeAsync();
        await child.DisposeAsync();

        child.Exited.IsCompletedSuccessfully.Should().BeTrue();
        IsAlive(child.Id).Should().BeFalse();
    }

    [Fact]
    public async Task Stop_CooperatingChild_EndsBySigterm()
    {
        await using var child = await StartAsync("ready", "listening");

        (await child.StopAsync(Deadline)).Should().Be(143);
        (await child.StopAsync(Deadline)).Should().Be(143, "a second stop finds it ended");
    }

    [Fact]
    public async Task Stop_StubbornChild_IsKilledAfterTheTimeout()
    {
        var time = new FakeTimeProvider();
        await using var child = await ChildProcess.StartAsync(Options("ready", "listening", "stubborn") with { Time = time, StopTimeout = TimeSpan.FromMinutes(5) }, Deadline);

        var stop = child.StopAsync(Deadline);
        stop.IsCompleted.Should().BeFalse("it ignores SIGTERM, and no time has passed");
        time.Advance(TimeSpan.FromMinutes(5));

        (await stop.WaitAsync(Deadline)).Should().Be(137);
    }

    [Fact]
    public async Task Stop_Cancelled_KillsAtOnce()
    {
        using var force = new CancellationTokenSource();
        await using var child = await ChildProcess.StartAsync(Options("ready", "listening", "stubborn") with { StopTimeout = TimeSpan.FromHours(1) }, Deadline);

        var stop = child.StopAsync(force.Token);
        await force.CancelAsync();

        (await stop.WaitAsync(Deadline)).Should().Be(137);
    }

    [Fact]
    public async Task Interrupt_TwiceToAProgramThatCountsThem_ReachesItTwice()
    {
        const string Script = "trap 'n=$((n+1)); echo interrupt $n >&2; [ $n = 2 ] && exit 9' INT; n=0; echo ready; while :; do sleep 0.05; done";
        var first = new TaskCompletionSource();
        await using var child = await ChildProcess.StartAsync(
            Options() with
            {
                FileName = "/bin/sh",
                Arguments = ["-c", Script],
                IsReadyLine = line => line == "ready",
                OnErrorLine = line => _ = line == "interrupt 1" && first.TrySetResult(),
            },
            Deadline);

        child.Interrupt().Should().BeTrue();
        await first.Task.WaitAsync(Deadline);
        child.Exited.IsCompleted.Should().BeFalse("it finishes what it does");
        child.Interrupt().Should().BeTrue();

        (await child.Exited.WaitAsync(Deadline)).Should().Be(9);
        child.Interrupt().Should().BeFalse("it has ended");
    }

    [Fact]
    public async Task Stop_StubbornTree_IsKilledWhole()
    {
        var time = new FakeTimeProvider();
        await using var child = await ChildProcess.StartAsync(Options("parent", Stub.Path, "stubborn") with { Time = time }, Deadline);
        using var grandchild = Process.GetProcessById(int.Parse(child.ReadyLine!.Split(' ')[1]));

        var stop = child.StopAsync(Deadline);
        time.Advance(ChildProcessDefaults.StopTimeout);
        await stop.WaitAsync(Deadline);

        await grandchild.WaitForExitAsync(Deadline);
    }

    [Fact]
    public async Task ParentKilled_ChildThatWatchesItsInput_Ends()
    {
        await using var parent = await StartAsync("parent", Stub.Path);
        using var grandchild = Process.GetProcessById(int.Parse(parent.ReadyLine!.Split(' ')[1]));
        grandchild.HasExited.Should().BeFalse();

        using (var victim = Process.GetProcessById(parent.Id))
        {
            victim.Kill(entireProcessTree: false);
        }

        (await parent.Exited.WaitAsync(Deadline)).Should().Be(137);
        await grandchild.WaitForExitAsync(Deadline);
    }

    [Fact]
    public async Task Start_NotReadyInTime_IsRefusedAndEnded()
    {
        var time = new FakeTimeProvider();
        var start = ChildProcess.StartAsync(Options("ready", "listening", "silent") with { Time = time }, Deadline);
        start.IsCompleted.Should().BeFalse();

        time.Advance(ChildProcessDefaults.ReadyTimeout);

        var act = () => start.WaitAsync(Deadline);
        var exception = (await act.Should().ThrowAsync<ChildProcessException>()).Which;
        exception.Message.Should().Contain("was not ready within 30 s");
        exception.ProcessExitCode.Should().BeNull();
        exception.ExitCode.Should().Be(ExitCode.Environment);
    }

    [Fact]
    public async Task Start_EndsBeforeReady_TellsCodeAndLastWords()
    {
        var start = () => ChildProcess.StartAsync(Options("exit", "9", "no \"such\" port, 'friend' $HOME *"), Deadline);

        var exception = (await start.Should().ThrowAsync<ChildProcessException>()).Which;
        exception.ProcessExitCode.Should().Be(9);
        exception.Message.Should().Contain("exit code 9").And.Contain("no \"such\" port, 'friend' $HOME *");
    }

    [Fact]
    public async Task Start_UnknownProgram_SaysSo()
    {
        var start = () => ChildProcess.StartAsync(new ChildProcessOptions { FileName = "no-such-program-of-testops", Guard = guard }, Deadline);

        var exception = (await start.Should().ThrowAsync<ChildProcessException>()).Which;
        exception.Message.Should().Contain("no-such-program-of-testops cannot be started");
        exception.Hint.Should().Contain("PATH");
    }

    [Fact]
    public async Task Start_Cancelled_EndsTheChild()
    {
        using var cancel = new CancellationTokenSource();
        var start = ChildProcess.StartAsync(Options("ready", "listening", "silent"), cancel.Token);

        await cancel.CancelAsync();

        var act = () => start.WaitAsync(Deadline);
        (await act.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
    }

    [Fact]
    public async Task Environment_OfTheChild_HoldsWhatIsListedAndTheFewInherited()
    {
        Environment.SetEnvironmentVariable("TESTOPS_TESTS_SECRET", "hunter2");
        var options = Options("environment") with { IsReadyLine = null, Environment = new Dictionary<string, string> { ["PLAIN"] = "a b=c", ["HOME"] = "/elsewhere" } };
        await using var child = await ChildProcess.StartAsync(options, Deadline);
        await child.Exited.WaitAsync(Deadline);
        await child.DisposeAsync();

        var variables = child.OutputTail.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        variables.Should().Contain("PLAIN", "a b=c").And.Contain("HOME", "/elsewhere").And.ContainKey("PATH").And.NotContainKey("TESTOPS_TESTS_SECRET");
        variables.ContainsKey("TESTOPS_GUARD").Should().Be(guard is not null);
        variables.Keys.Except(ChildProcessDefaults.InheritedVariables).Except(["PLAIN", "TESTOPS_GUARD"]).Should().OnlyContain(name => name.StartsWith("DOTNET_"), "the dotnet host adds its own");
    }

    [Fact]
    public async Task Output_Flood_NeverBlocksTheChildAndOnlyItsTailIsKept()
    {
        await using var child = await ChildProcess.StartAsync(Options("flood", "5000") with { IsReadyLine = null }, Deadline);

        (await child.Exited.WaitAsync(Deadline)).Should().Be(0);
        await child.DisposeAsync();

        child.OutputTail.Should().StartWith($"[{500_000 - ChildProcessDefaults.OutputTailBytes} bytes cut]").And.EndWith("4999\n");
        child.OutputTail.Length.Should().BeInRange(ChildProcessDefaults.OutputTailBytes, ChildProcessDefaults.OutputTailBytes + 30);
        child.ErrorTail.Should().EndWith("4999\n");
    }

    [Fact]
    public async Task WorkingDirectory_Given_IsTheChilds()
    {
        var folder = Directory.CreateTempSubdirectory("testops-");
        try
        {
            await using var child = await ChildProcess.StartAsync(Options("directory") with { IsReadyLine = null, WorkingDirectory = folder.FullName }, Deadline);
            await child.Exited.WaitAsync(Deadline);
            await child.DisposeAsync();

            child.OutputTail.Trim().Should().EndWith(folder.Name);
        }
        finally
        {
            folder.Delete();
        }
    }

    private Task<ChildProcess> StartAsync(params string[] arguments) => ChildProcess.StartAsync(Options(arguments), Deadline);

    private ChildProcessOptions Options(params string[] arguments) => Stub.Options(arguments) with
    {
        Guard = guard,
        IsReadyLine = line => line.StartsWith("listening", StringComparison.Ordinal) || line.StartsWith("child ", StringComparison.Ordinal),
    };

    private static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
