using System.CommandLine;
using TestOps.Cli.Composition;
using TestOps.Core.Suites.Reading;

namespace TestOps.Cli.Commands;

/// <summary><c>testops schema</c>, hidden: prints schemas/suite.schema.json, which editors read.</summary>
internal static class SchemaCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command("schema", "Prints the JSON Schema of suites, for editors") { Hidden = true };
        command.SetAction((parsed, cancellationToken) => host.Out.WriteAsync(SuiteSchema.Text()));
        return command;
    }
}
