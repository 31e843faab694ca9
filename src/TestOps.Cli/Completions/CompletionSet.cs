using System.CommandLine;
using System.CommandLine.Completions;
using TestOps.Cli.Composition;
using TestOps.Engines.Toron;

namespace TestOps.Cli.Completions;

/// <summary>Gives the arguments and options of all commands their candidates, by what they name: a run is a run in every command.</summary>
internal static class CompletionSet
{
    public static RootCommand Add(RootCommand root, CliHost host, Option<string?> data)
    {
        AddTo(root, host, data);
        return root;
    }

    private static void AddTo(Command command, CliHost host, Option<string?> data)
    {
        foreach (var argument in command.Arguments)
        {
            if (Source(argument.Name, host, data) is { } source)
            {
                argument.CompletionSources.Clear();
                argument.CompletionSources.Add(source);
            }
        }

        foreach (var option in command.Options)
        {
            if (Source(option.Name, host, data) is { } source)
            {
                option.CompletionSources.Clear();
                option.CompletionSources.Add(source);
            }
        }

        foreach (var subcommand in command.Subcommands)
        {
            AddTo(subcommand, host, data);
        }
    }

    private static Func<CompletionContext, IEnumerable<CompletionItem>>? Source(string name, CliHost host, Option<string?> data) => name switch
    {
        "run" or "snapshot" or "first" or "second" => Items(context => Candidates.Runs(host, context.ParseResult.GetValue(data))),
        "scenario" or "--scenario" => Items(context => Candidates.OfSuite(host, Candidates.SuiteOf(context), static suite => suite.Sim?.Scenarios.Select(static scenario => scenario.Name) ?? [])),
        "--tag" => Items(context => Candidates.OfSuite(host, Candidates.SuiteOf(context), static suite => suite.Sim?.Scenarios.SelectMany(static scenario => scenario.Tags) ?? [])),
        "--env" => Items(context => Candidates.OfSuite(host, Candidates.SuiteOf(context), static suite => suite.Environments.Keys)),
        "--fault" => Items(static _ => ToronFault.Usages.Select(static usage => usage.Split('[', ':')[0]).Distinct(StringComparer.Ordinal)),
        _ => null,
    };

    private static Func<CompletionContext, IEnumerable<CompletionItem>> Items(Func<CompletionContext, IEnumerable<string>> names) =>
        context => names(context).Order(StringComparer.Ordinal).Select(static name => new CompletionItem(name));
}
