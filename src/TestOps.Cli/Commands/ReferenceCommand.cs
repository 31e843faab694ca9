using System.CommandLine;
using System.CommandLine.Help;
using TestOps.Cli.Composition;

namespace TestOps.Cli.Commands;

/// <summary>
/// <c>testops reference</c>, hidden: prints docs/reference/cli.md from the commands themselves. A test holds the page equal to it, so that no option is
/// undocumented and none is documented that does not exist.
/// </summary>
internal static class ReferenceCommand
{
    private const string Preamble =
        """
        # Command line

        Written by `testops reference` from the commands themselves. A suite is described in [suite.md](suite.md), exit codes in
        [exit-codes.md](exit-codes.md).

        - `RUN` is a run id, a unique prefix of one, or `last`. `SNAPSHOT` is the same, or the path of a head file (`snapshots/RUN_ID.json`), which may lie
          anywhere with its other files beside it.
        - `DURATION` is written as in suites: `500ms`, `30s`, `1m30s`, `1h`.
        - On a terminal, `run` and `watch` redraw the phases in place. Elsewhere, and under `TERM=dumb`, they print one line for each event. `NO_COLOR` turns
          colours off; `COLUMNS` sets the width.
        - Results go to standard output, errors to standard error. Times are UTC.
        - The first Ctrl-C or SIGTERM ends a run in good order: what was recorded is sealed and judged. The second stops it at once. What a script starts with `&` ignores Ctrl-C, as shells have it: send SIGTERM.

        """;

    public static Command Create(CliHost host)
    {
        var command = new Command("reference", "Prints the reference of the command line as Markdown") { Hidden = true };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await host.Out.WriteAsync(Preamble.ReplaceLineEndings("\n"));
            await WriteAsync(host.Out, parsed.RootCommandResult.Command, "testops");
            return 0;
        });
        return command;
    }

    private static async Task WriteAsync(TextWriter output, Command command, string path)
    {
        await output.WriteAsync($"\n## {path}\n\n{command.Description}\n\n```\n{Synopsis(command, path)}\n```\n");
        var symbols = Arguments(command).Concat(Options(command)).ToList();
        if (symbols.Count > 0)
        {
            await output.WriteAsync($"\n| argument or option | default | meaning |\n|---|---|---|\n{string.Concat(symbols)}");
        }

        var examples = Examples.Of(command);
        if (examples.Count > 0)
        {
            await output.WriteAsync($"\n```\n{string.Join('\n', examples)}\n```\n");
        }

        foreach (var subcommand in command.Subcommands.Where(subcommand => !subcommand.Hidden))
        {
            await WriteAsync(output, subcommand, $"{path} {subcommand.Name}");
        }
    }

    private static string Synopsis(Command command, string path)
    {
        var arguments = command.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues == 0 ? $" [{argument.HelpName}]" : $" {argument.HelpName}");
        return $"{path}{string.Concat(arguments)}{(command.Subcommands.Any(subcommand => !subcommand.Hidden) ? " COMMAND" : "")} [OPTIONS]";
    }

    private static IEnumerable<string> Arguments(Command command) =>
        command.Arguments.Select(argument => Row($"`{argument.HelpName}`", null, argument.Description));

    private static IEnumerable<string> Options(Command command) =>
        command.Options.Where(option => !option.Hidden).Select(option => Row(
            string.Join(", ", option.Aliases.Prepend(option.Name).Select(name => $"`{name}{(option.HelpName is { } value ? $" {value}" : "")}`")),
            DefaultOf(option),
            option.Description));

    private static string? DefaultOf(Option option) => option is HelpOption or VersionOption || !option.HasDefaultValue ? null : option.GetDefaultValue() switch
    {
        null or false or Array { Length: 0 } => null,
        var value => FormattableString.Invariant($"`{value}`"),
    };

    private static string Row(string name, string? @default, string? meaning) => $"| {name} | {@default} | {meaning?.Replace("|", "\\|", StringComparison.Ordinal)} |\n";
}
