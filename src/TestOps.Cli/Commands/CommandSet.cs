using System.CommandLine;
using System.CommandLine.Help;
using TestOps.Cli.Completions;
using TestOps.Cli.Composition;

namespace TestOps.Cli.Commands;

/// <summary>All commands.</summary>
internal static class CommandSet
{
    public static RootCommand Create(CliHost host)
    {
        var root = new RootCommand("Answers, before a release, whether an engine is correct, holds its load, and gives the same answers twice.")
        {
            RunCommand.Create(host),
            LoadCommand.Create(host),
            InitCommand.Create(host),
            ValidateCommand.Create(host),
            PlanCommand.Create(host),
            TryCommand.Create(host),
            ReplayCommand.Create(host),
            VerifyCommand.Create(host),
            DiffCommand.Create(host),
            HistoryCommand.Create(host),
            ShowCommand.Create(host),
            WatchCommand.Create(host),
            ServeCommand.Create(host),
            EngineCommand.Create(host),
            CompletionsCommand.Create(host),
            CompleteCommand.Create(host, () => Create(host)),
            ReferenceCommand.Create(host),
            SchemaCommand.Create(host),
            GlobalOptions.Data,
            GlobalOptions.Verbose,
        };
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        }

        return (RootCommand)Examples.Add(CompletionSet.Add(root, host, GlobalOptions.Data), "testops run", "testops init --engine http && testops run suite.yaml", "testops show last");
    }
}
