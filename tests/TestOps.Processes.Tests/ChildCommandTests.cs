namespace TestOps.Processes.Tests;

/// <summary>Commands that are run to their end.</summary>
public sealed class ChildCommandTests
{
    [Fact]
    public async Task Run_Command_TellsCodeAndBothOutputs()
    {
        var result = await ChildCommand.RunAsync(Stub.Options("flood", "2"), TimeSpan.FromMinutes(1), Stub.Deadline);

        result.ExitCode.Should().Be(0);
        result.TimedOut.Should().BeFalse();
        result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(4, "two lines went to each output");
        result.OutputBytes.Should().Be(400);
    }

    [Fact]
    public async Task Run_LimitPassed_EndsTheCommand()
    {
        var result = await ChildCommand.RunAsync(Stub.Options("ready", "here", "stubborn") with { StopTimeout = TimeSpan.Zero }, TimeSpan.FromSeconds(1), Stub.Deadline);

        result.TimedOut.Should().BeTrue();
        result.ExitCode.Should().BeOneOf([137, 143], "it may not have got as far as ignoring SIGTERM");
    }

    [Fact]
    public async Task Run_Cancelled_EndsTheCommandAndThrows()
    {
        using var cancel = new CancellationTokenSource();
        var run = ChildCommand.RunAsync(Stub.Options("ready", "here", "stubborn") with { StopTimeout = TimeSpan.Zero }, TimeSpan.FromHours(1), cancel.Token);

        await cancel.CancelAsync();

        var act = () => run.WaitAsync(Stub.Deadline);
        (await act.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
    }

    [Fact]
    public async Task Run_MissingFolder_SaysSo()
    {
        var run = () => ChildCommand.RunAsync(Stub.Options("directory") with { WorkingDirectory = "/no/such/folder" }, TimeSpan.FromMinutes(1), Stub.Deadline);

        (await run.Should().ThrowAsync<ChildProcessException>()).Which.Message.Should().Contain("there is no such folder");
    }
}
