using System.CommandLine;
using TestOps.Cli.Composition;
using TestOps.Core.Safety;

namespace TestOps.Cli.Commands;

/// <summary><c>--allow-host</c>: which targets may be called besides loopback. The operator decides, never the suite.</summary>
internal sealed class TargetOptions
{
    private readonly Option<string[]> _allowHosts = new("--allow-host")
    {
        Description = "A host that may be called besides loopback; repeatable (TESTOPS_ALLOW_HOSTS)",
        HelpName = "HOST",
        DefaultValueFactory = _ => [],
    };

    public void AddTo(Command command) => command.Options.Add(_allowHosts);

    /// <summary>The hosts that the command line itself allows, for commands that are offered next; those of the variable stay where they are.</summary>
    public IReadOnlyList<string> Hosts(ParseResult parsed) => parsed.GetValue(_allowHosts) ?? [];

    public TargetPolicy Policy(CliHost host, ParseResult parsed) => Targets.Policy(host, Hosts(parsed));
}
