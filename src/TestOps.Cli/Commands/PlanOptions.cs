using System.CommandLine;
using TestOps.Cli.Composition;
using TestOps.Core.Planning;
using TestOps.Core.Safety;

namespace TestOps.Cli.Commands;

/// <summary>The options that shape a plan; commands that plan share them.</summary>
internal sealed class PlanOptions
{
    private readonly Argument<string?> _suite = new("suite") { Description = "Suite file; without one the bundled sample runs", Arity = ArgumentArity.ZeroOrOne, HelpName = "SUITE" };
    private readonly Option<ulong?> _seed = new("--seed") { Description = "Seed in place of the suite's", HelpName = "N", CustomParser = Seeds.Parse };
    private readonly Option<int?> _users = new("--users") { Description = "Number of sessions in place of the suite's", HelpName = "N" };
    private readonly Option<string?> _environment = new("--env") { Description = "Environment of the suite", HelpName = "NAME" };
    private readonly Option<string[]> _faults = new("--fault") { Description = "Plants a fault into the toron engine", HelpName = "FAULT" };
    private readonly Option<int> _maxVus = new("--max-vus") { Description = "Cap on virtual users", DefaultValueFactory = _ => new LoadCaps().MaxVus, HelpName = "N" };
    private readonly Option<double> _maxRate = new("--max-rate") { Description = "Cap on iteration starts a second", DefaultValueFactory = _ => new LoadCaps().MaxRate, HelpName = "N" };
    private readonly Option<TimeSpan?> _maxDuration = new("--max-duration") { Description = "Cap on the duration of load (1h)", HelpName = "DURATION", CustomParser = Durations.Parse };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_suite);
        foreach (var option in new Option[] { _seed, _users, _environment, _faults, _maxVus, _maxRate, _maxDuration })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Reads the suite and plans it.</summary>
    public (SuiteFile File, SuiteOverrides Overrides, Plan Plan) Plan(CliHost host, ParseResult parsed)
    {
        var file = SuiteFile.Read(host, parsed.GetValue(_suite));
        var overrides = new SuiteOverrides { Seed = parsed.GetValue(_seed), Users = parsed.GetValue(_users), Faults = parsed.GetValue(_faults) ?? [] };
        var caps = new LoadCaps { MaxVus = parsed.GetValue(_maxVus), MaxRate = parsed.GetValue(_maxRate), MaxDuration = parsed.GetValue(_maxDuration) ?? new LoadCaps().MaxDuration };
        return (file, overrides, PlanBuilder.Build(overrides.Apply(file.Suite), file.Data, overrides.Seed, parsed.GetValue(_environment), caps));
    }
}
