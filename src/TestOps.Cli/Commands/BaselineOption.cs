using System.CommandLine;
using TestOps.Cli.Composition;
using TestOps.Core.Phases;
using TestOps.Core.Planning;
using TestOps.Core.Runs;

namespace TestOps.Cli.Commands;

/// <summary><c>--baseline</c>: what gates of <c>load.against</c> compare with.</summary>
internal sealed class BaselineOption
{
    private const string None = "none";

    private readonly Option<string?> _baseline = new("--baseline", "--against")
    {
        Description = "Run that load.against compares with; none accepts that there is none (default: the last PASS of the same load)",
        HelpName = "RUN",
    };

    public void AddTo(Command command) => command.Options.Add(_baseline);

    /// <summary>The baseline of a plan; null where no gate needs one.</summary>
    /// <exception cref="BaselineRefusedException">The named run measured something else.</exception>
    /// <exception cref="OptionRefusedException">A run is named although nothing is compared.</exception>
    public async Task<LoadBaseline?> FindAsync(ParseResult parsed, Workspace workspace, Plan plan, CancellationToken cancellationToken)
    {
        var named = parsed.GetValue(_baseline);
        if (named is not null && !BaselineSearch.IsNeeded(plan))
        {
            throw new OptionRefusedException("--baseline: this run compares nothing", "add load.against to the suite, such as: against: { \"p(95)\": { worse_by: 10%, and: 20ms } }");
        }

        return named switch
        {
            null => await BaselineSearch.FindAsync(workspace.Store, workspace.Snapshots, plan, cancellationToken),
            None => new DeclinedBaseline(),
            _ => BaselineSearch.Choose(workspace.Snapshots, (await RunReference.FindAsync(workspace, named, cancellationToken)).RunId, plan),
        };
    }
}
