using System.CommandLine;

namespace TestOps.Cli.Commands;

/// <summary>The argument that names a run, and the one that names a snapshot.</summary>
internal static class RunArgument
{
    public static Argument<string> Create() => new("run") { Description = "Run id, a unique prefix of it, or 'last'", HelpName = "RUN" };

    public static Argument<string> CreateSnapshot(string name = "snapshot", string helpName = "SNAPSHOT") =>
        new(name) { Description = "Run id, a unique prefix of it, 'last', or the path of a head file (RUN_ID.json)", HelpName = helpName };
}
