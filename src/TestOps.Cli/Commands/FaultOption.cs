using System.CommandLine;
using TestOps.Engines.Toron;

namespace TestOps.Cli.Commands;

/// <summary><c>--fault</c>: plants faults into the toron engine; repeatable.</summary>
internal static class FaultOption
{
    public static Option<string[]> Create() => new("--fault")
    {
        Description = $"Plants a fault into the toron engine; repeatable: {string.Join(" | ", ToronFault.Usages)}",
        HelpName = "FAULT",
        DefaultValueFactory = _ => [],
    };
}
