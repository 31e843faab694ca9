using TestOps.EndToEnd.Tests.Binary;

namespace TestOps.EndToEnd.Tests.Commands;

public sealed class HelpTests
{
    [Fact]
    public async Task Help_OfTheProgram_ListsItsCommandsAndSucceeds()
    {
        var result = await TestOpsBinary.RunAsync(["--help"]);

        result.ExitCode.Should().Be(0, "{0}", result);
        result.Out.Should().Contain("Usage:").And.Contain("run").And.Contain("engine");
        result.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task Program_WithAnUnknownCommand_SaysWhichAndEndsWithUsage()
    {
        var result = await TestOpsBinary.RunAsync(["dance"]);

        result.ExitCode.Should().Be(2, "{0}", result);
        result.Error.Should().Contain("dance").And.Contain("testops --help");
        result.Out.Should().BeEmpty();
    }
}
