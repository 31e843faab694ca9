using System.CommandLine;
using System.Runtime.CompilerServices;

namespace TestOps.Cli.Commands;

/// <summary>The examples of a command, for its help and for the reference.</summary>
internal static class Examples
{
    private static readonly ConditionalWeakTable<Command, string[]> ByCommand = [];

    /// <summary>Gives a command its examples, and returns it.</summary>
    public static Command Add(Command command, params string[] examples)
    {
        ByCommand.Add(command, examples);
        return command;
    }

    public static IReadOnlyList<string> Of(Command command) => ByCommand.TryGetValue(command, out var examples) ? examples : [];
}
