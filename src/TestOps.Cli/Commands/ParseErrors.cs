using System.CommandLine;
using System.CommandLine.Parsing;
using TestOps.Cli.Composition;
using TestOps.Core;

namespace TestOps.Cli.Commands;

/// <summary>Says what is wrong with a command line, what may have been meant, and where to read on.</summary>
internal static class ParseErrors
{
    public static bool AreIn(ParseResult parsed) => parsed.Action is not HelpWithExamples && (parsed.Errors.Count > 0 || UnknownWords(parsed).Count > 0);

    public static async Task<int> WriteAsync(CliHost host, ParseResult parsed)
    {
        foreach (var message in Messages(parsed))
        {
            await host.Error.WriteLineAsync($"testops: {message}");
        }

        foreach (var token in UnknownWords(parsed))
        {
            if (Suggestions.Nearest(token, Known(parsed.CommandResult)) is { } near)
            {
                await host.Error.WriteLineAsync($"  did you mean: {near}");
            }
        }

        await host.Error.WriteLineAsync($"  see: {PathOf(parsed.CommandResult)} --help");
        return (int)ExitCode.Usage;
    }

    /// <summary>Words that belong to nothing. A misspelt option is one, even where the parser takes it for the argument.</summary>
    private static List<string> UnknownWords(ParseResult parsed)
    {
        // What follows a -- is another program's.
        var own = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).ToList();
        var misspelt = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Where(own.Contains).Select(token => token.Value).FirstOrDefault(value => value.Length > 1 && value[0] == '-');
        return misspelt is null ? [.. parsed.UnmatchedTokens] : [misspelt];
    }

    private static List<string> Messages(ParseResult parsed)
    {
        // A word that nobody knows is the cause, and a missing command only its consequence.
        if (UnknownWords(parsed) is { Count: > 0 } unknown)
        {
            var command = PathOf(parsed.CommandResult);
            return [.. unknown.Select(token => token.StartsWith('-') ? $"{command} has no option '{token}'" : parsed.CommandResult.Command.Subcommands.Count > 0 ? $"{command} has no command '{token}'" : $"{command} takes no further argument: '{token}'")];
        }

        // Our own validators say it better than a failed conversion, which follows from the same value.
        var conversions = parsed.Errors.Where(IsConversion).ToList();
        var others = parsed.Errors.Except(conversions).ToList();
        var told = others.Select(error => SymbolOf(error.SymbolResult)).ToHashSet();
        return [.. others.Concat(conversions.Where(error => !told.Contains(SymbolOf(error.SymbolResult)))).Select(Text).Distinct(StringComparer.Ordinal)];
    }

    private static bool IsConversion(ParseError error) => error.Message.StartsWith("Cannot parse argument", StringComparison.Ordinal);

    // The parser's own sentences name neither what is missing nor, in one line, what would do.
    private static string Text(ParseError error) => error switch
    {
        { SymbolResult: { } result } when IsConversion(error) => $"{SymbolOf(result)?.Name} cannot be read from '{string.Join(' ', result.Tokens)}'",
        { SymbolResult: CommandResult command } when IsMissing(error) => $"{PathOf(command)} needs {string.Join(" and ", Missing(command))}",
        { SymbolResult: ArgumentResult { Parent: CommandResult command } } when IsMissing(error) => $"{PathOf(command)} needs {string.Join(" and ", Missing(command))}",
        { SymbolResult: { } result } when IsMissing(error) => $"{SymbolOf(result)?.Name} needs a value",
        { SymbolResult: { } result } when error.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is [_, .. var words] && words.Length > 0 =>
            $"{SymbolOf(result)?.Name} takes one of {string.Join(", ", words.Select(word => word.Trim('\'')))}; was '{string.Join(' ', result.Tokens)}'",
        _ => error.Message,
    };

    private static bool IsMissing(ParseError error) => error.Message.StartsWith("Required argument missing", StringComparison.Ordinal);

    private static IEnumerable<string> Missing(CommandResult command) =>
        command.Command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0 && command.GetResult(argument) is not { Tokens.Count: > 0 }).Select(argument => argument.HelpName ?? argument.Name);

    private static Symbol? SymbolOf(SymbolResult? result) => result switch
    {
        OptionResult option => option.Option,
        ArgumentResult { Parent: OptionResult option } => option.Option,
        ArgumentResult argument => argument.Argument,
        CommandResult command => command.Command,
        _ => null,
    };

    private static IEnumerable<string> Known(CommandResult command)
    {
        for (SymbolResult? at = command; at is CommandResult level; at = at.Parent)
        {
            foreach (var option in level.Command.Options.Where(option => !option.Hidden && (level == command || option.Recursive)))
            {
                yield return option.Name;
            }
        }

        foreach (var subcommand in command.Command.Subcommands.Where(subcommand => !subcommand.Hidden))
        {
            yield return subcommand.Name;
        }
    }

    private static string PathOf(CommandResult command)
    {
        var names = new Stack<string>();
        for (SymbolResult? at = command; at is CommandResult level; at = at.Parent)
        {
            names.Push(level.Command is RootCommand ? "testops" : level.Command.Name);
        }

        return string.Join(' ', names);
    }
}
