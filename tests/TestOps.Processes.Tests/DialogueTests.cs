using System.Text;

namespace TestOps.Processes.Tests;

/// <summary>Children whose streams the caller reads and writes, and children that find their input empty.</summary>
public sealed class DialogueTests
{
    [Fact]
    public async Task Dialogue_Caller_WritesAndReadsWhileErrorsAreKept()
    {
        await using var child = await ChildProcess.StartAsync(Stub.Options("echo") with { Input = ChildInput.Dialogue }, Stub.Deadline);
        using var answers = new StreamReader(child.Output, Encoding.UTF8, leaveOpen: true);

        await child.Input.WriteAsync("one\ntwo\n"u8.ToArray(), Stub.Deadline);
        await child.Input.FlushAsync(Stub.Deadline);

        (await answers.ReadLineAsync(Stub.Deadline)).Should().Be("ONE");
        (await answers.ReadLineAsync(Stub.Deadline)).Should().Be("TWO");
        child.Input.Close();
        (await answers.ReadLineAsync(Stub.Deadline)).Should().BeNull("the child ends with its input");
        (await child.Exited.WaitAsync(Stub.Deadline)).Should().Be(3);
        await child.DisposeAsync();
        child.ErrorTail.Should().Contain("answered 3");
        child.OutputTail.Should().BeEmpty();
    }

    [Fact]
    public async Task Streams_WithoutADialogue_AreRefused()
    {
        await using var child = await ChildProcess.StartAsync(Stub.Options("echo"), Stub.Deadline);

        ((Func<Stream>)(() => child.Input)).Should().Throw<InvalidOperationException>();
        ((Func<Stream>)(() => child.Output)).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public async Task Dialogue_WithAReadyLine_IsRefused()
    {
        var start = () => ChildProcess.StartAsync(Stub.Options("echo") with { Input = ChildInput.Dialogue, IsReadyLine = _ => true }, Stub.Deadline);

        await start.Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task EmptyInput_Child_ReadsItsEnd()
    {
        await using var child = await ChildProcess.StartAsync(Stub.Options("echo") with { Input = ChildInput.Empty }, Stub.Deadline);

        (await child.Exited.WaitAsync(Stub.Deadline)).Should().Be(3);
    }
}
