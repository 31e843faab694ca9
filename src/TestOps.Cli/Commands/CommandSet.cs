using System.CommandLine;
using TestOps.Cli.Composition;

namespace TestOps.Cli.Commands;

/// <summary>All commands.</summary>
internal static class CommandSet
{
    public static IEnumerable<Command> Create(CliHost host) =>
    [
        RunCommand.Create(host),
        VerifyCommand.Create(host),
        HistoryCommand.Create(host),
        ShowCommand.Create(host),
        EngineCommand.Create(host),
    ];
}
