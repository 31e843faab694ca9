using System.CommandLine;

namespace TestOps.Cli.Commands;

/// <summary>The argument that names a suite.</summary>
internal static class SuiteArgument
{
    public static Argument<string?> Create() => new("suite") { Description = "Suite file; without one, or as 'sample', the bundled sample", Arity = ArgumentArity.ZeroOrOne, HelpName = "SUITE" };
}
