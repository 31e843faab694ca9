using System.CommandLine;

namespace TestOps.Cli.Commands;

/// <summary>Options that every command takes.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string?> Data = new("--data") { Description = "Data folder (default: TESTOPS_DATA, else ./testops)", Recursive = true, HelpName = "DIR" };

    public static readonly Option<bool> Verbose = new("--verbose") { Description = "Print the stack of an error", Recursive = true };
}
