using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TestOps.Processes.Tests.Guarding;

/// <summary>What the guard adds to the life of a child: nothing that comes from it outlives it, whatever ends first.</summary>
public sealed class GuardTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);

    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Dispose_Tree_EndsDaemonsAndTheStubborn()
    {
        await using (var child = await ChildProcess.StartAsync(TreeScript.In(_folder.Path, "trap '' TERM; sleep 1000; :", Soon), Stub.Deadline))
        {
            LivingProcesses.In(_folder.Path).Should().HaveCountGreaterThanOrEqualTo(TreeScript.Processes, "all of them and the guard");
            child.GuardId.Should().NotBe(child.Id);
        }

        LivingProcesses.In(_folder.Path).Should().BeEmpty();
    }

    [Fact]
    public async Task Exited_CommandThatLeavesDaemons_CompletesWhenTheyAreGone()
    {
        await using var child = await ChildProcess.StartAsync(TreeScript.In(_folder.Path, "exit 5", Soon), Stub.Deadline);

        (await child.Exited.WaitAsync(Stub.Deadline)).Should().Be(5);

        LivingProcesses.In(_folder.Path).Should().BeEmpty();
    }

    [Fact]
    public async Task GuardKilled_Tree_IsEndedByTheParent()
    {
        await using var child = await ChildProcess.StartAsync(TreeScript.In(_folder.Path, "sleep 1000; :", TimeSpan.FromHours(1)), Stub.Deadline);

        KillAlone(child.GuardId!.Value);

        (await child.Exited.WaitAsync(Stub.Deadline)).Should().Be(137);
        LivingProcesses.In(_folder.Path).Should().BeEmpty("the group, the session and the mark find them all");
    }

    [Fact]
    public async Task ParentKilled_Tree_IsEndedByTheGuard()
    {
        var holder = Stub.Options("hold", _folder.Path, TreeScript.Then("sleep 1000; :")) with { IsReadyLine = line => line == "grown" };
        await using var parent = await ChildProcess.StartAsync(holder, Stub.Deadline);
        LivingProcesses.In(_folder.Path).Should().HaveCountGreaterThanOrEqualTo(TreeScript.Processes);

        KillAlone(parent.Id);

        (await LivingProcesses.LeftInAsync(_folder.Path)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 42", 42)]
    [InlineData("kill -TERM $$", 143)]
    [InlineData("kill -KILL $$", 137)]
    public async Task Exited_Command_TellsItsCodeOrSignal(string script, int expected)
    {
        await using var child = await ChildProcess.StartAsync(Stub.Script(script), Stub.Deadline);

        (await child.Exited.WaitAsync(Stub.Deadline)).Should().Be(expected);
    }

    [Theory]
    [InlineData("kill -SEGV $$", 139, 11, "exit code 139 (signal 11)")]
    [InlineData("exit 139", 139, null, "exit code 139")]
    [InlineData("exit 0", 0, null, "exit code 0")]
    public async Task ExitSignal_OfAnEndedCommand_IsNamedWhereThereWasOne(string script, int code, int? signal, string text)
    {
        await using var child = await ChildProcess.StartAsync(Stub.Script(script), Stub.Deadline);

        (await child.Exited.WaitAsync(Stub.Deadline)).Should().Be(code);
        child.ExitSignal.Should().Be(signal);
        child.ExitText.Should().Be(text);
    }

    [Fact]
    public async Task StartAsync_OfACommandThatASignalEnds_NamesIt()
    {
        var start = () => ChildProcess.StartAsync(Stub.Script("kill -SEGV $$") with { IsReadyLine = _ => false }, Stub.Deadline);

        (await start.Should().ThrowAsync<ChildProcessException>()).WithMessage("*ended with exit code 139 (signal 11) before it was ready*");
    }

    [Fact]
    public async Task Command_StartedBesideOthers_InheritsOnlyItsThreeStreams()
    {
        var children = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ChildProcess.StartAsync(Stub.Script("ls /proc/$$/fd; :"), Stub.Deadline)));

        foreach (var child in children)
        {
            await child.Exited.WaitAsync(Stub.Deadline);
            await child.DisposeAsync();
            child.OutputTail.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().Equal(["0", "1", "2"], "a pipe that another child holds open would never end");
        }
    }

    [Fact]
    public async Task Command_Signals_AreAtTheirDefaults()
    {
        await using var child = await ChildProcess.StartAsync(Stub.Script("grep -E '^Sig(Ign|Blk)' /proc/self/status"), Stub.Deadline);
        await child.Exited.WaitAsync(Stub.Deadline);
        await child.DisposeAsync();

        var masks = child.OutputTail.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Convert.ToUInt64(line.Split('\t')[1], 16) & 0x7fffffff);
        masks.Should().Equal([0UL, 0UL], "the runtime ignores SIGPIPE, and a command must not inherit that");
    }

    [Fact]
    public async Task Output_ClosedByTheCommand_EndsForTheReader()
    {
        await using var child = await ChildProcess.StartAsync(Stub.Script("echo last; exec >&-; sleep 1000") with { Input = ChildInput.Dialogue }, Stub.Deadline);
        using var output = new StreamReader(child.Output, leaveOpen: true);

        (await output.ReadToEndAsync(Stub.Deadline)).Should().Be("last\n", "the guard does not hold the output open");
        child.Exited.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task Output_FiftyMegabytes_NeverBlocksTheCommand()
    {
        await using var child = await ChildProcess.StartAsync(Stub.Script("head -c 50000000 /dev/zero | tr '\\0' x; head -c 50000000 /dev/zero | tr '\\0' y >&2"), Stub.Deadline);

        (await child.Exited.WaitAsync(Stub.Deadline)).Should().Be(0);
        await child.DisposeAsync();

        child.OutputBytes.Should().Be(50_000_000);
        child.ErrorBytes.Should().Be(50_000_000);
        child.OutputTail.Should().StartWith($"[{50_000_000 - ChildProcessDefaults.OutputTailBytes} bytes cut]xxx");
        child.OutputTail.Length.Should().BeLessThan(ChildProcessDefaults.OutputTailBytes + 50);
    }

    [Fact]
    public async Task Stop_WhileTheGuardStarts_StartsNothing()
    {
        using var cancel = new CancellationTokenSource();
        var start = ChildProcess.StartAsync(Stub.Script("sleep 1000", _folder.Path), cancel.Token);
        await cancel.CancelAsync();

        try
        {
            await (await start).DisposeAsync();
        }
        catch (OperationCanceledException)
        {
            // Either may win; nothing is left in both cases.
        }

        (await LivingProcesses.LeftInAsync(_folder.Path)).Should().BeEmpty();
    }

    [Fact]
    public async Task GuardTerminated_ByHand_EndsItsCommandFirst()
    {
        await using var child = await ChildProcess.StartAsync(TreeScript.In(_folder.Path, "sleep 1000; :", Soon), Stub.Deadline);

        Kill(child.GuardId!.Value, 15).Should().Be(0);

        (await child.Exited.WaitAsync(Stub.Deadline)).Should().Be(143, "the command was asked to end");
        LivingProcesses.In(_folder.Path).Should().BeEmpty();
    }

    public void Dispose() => _folder.Dispose();

    private static void KillAlone(int id)
    {
        using var victim = Process.GetProcessById(id);
        victim.Kill(entireProcessTree: false);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int id, int signal);
}
