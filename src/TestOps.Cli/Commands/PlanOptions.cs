using System.CommandLine;
using TestOps.Cli.Composition;
using TestOps.Core.Planning;
using TestOps.Core.Safety;

namespace TestOps.Cli.Commands;

/// <summary>The options that shape a plan; commands that plan share them.</summary>
internal sealed class PlanOptions
{
    private const int UsersMax = 10_000_000;

    private readonly Option<ulong?> _seed = new("--seed") { Description = "Seed in place of the suite's", HelpName = "N", CustomParser = Seeds.Parse };
    private readonly Option<int?> _users = new("--users") { Description = "Number of sessions in place of the suite's", HelpName = "N" };
    private readonly Option<string?> _environment = new("--env") { Description = "Environment of the suite", HelpName = "NAME" };
    private readonly Option<string[]> _faults = FaultOption.Create();
    private readonly Option<string[]> _scenarios = new("--scenario") { Description = "Only this scenario; may be given several times", HelpName = "NAME" };
    private readonly Option<string[]> _tags = new("--tag") { Description = "Only scenarios with this tag, on them or on a step; may be given several times", HelpName = "TAG" };
    private readonly Option<string[]> _phases = new("--phase") { Description = "Only this phase; may be given several times", HelpName = "PHASE" };
    private readonly Option<bool> _all = new("--all") { Description = "Run the suite's extra phases, too" };
    private readonly Option<int> _maxVus = new("--max-vus") { Description = "Cap on virtual users", DefaultValueFactory = _ => new LoadCaps().MaxVus, HelpName = "N" };
    private readonly Option<double> _maxRate = new("--max-rate") { Description = "Cap on iteration starts a second", DefaultValueFactory = _ => new LoadCaps().MaxRate, HelpName = "N" };
    private readonly Option<TimeSpan?> _maxDuration = new("--max-duration") { Description = "Cap on the duration of load (default: 1h)", HelpName = "DURATION", CustomParser = Durations.Parse };

    public PlanOptions()
    {
        _users.Validators.Add(Ranges.Whole(1, UsersMax));
        _maxVus.Validators.Add(Ranges.Whole(1, 1_000_000));
        _maxRate.Validators.Add(Ranges.Positive(1_000_000));
    }

    /// <summary>Adds all of them to a command.</summary>
    public void AddTo(Command command)
    {
        AddInputsTo(command);
        command.Options.Add(_scenarios);
        command.Options.Add(_tags);
        command.Options.Add(_phases);
        command.Options.Add(_all);
        AddCapsTo(command);
    }

    /// <summary>Adds the caps on load alone.</summary>
    public void AddCapsTo(Command command)
    {
        command.Options.Add(_maxVus);
        command.Options.Add(_maxRate);
        command.Options.Add(_maxDuration);
    }

    /// <summary>Adds those that a load has: seed, environment, faults and the caps.</summary>
    public void AddLoadTo(Command command)
    {
        foreach (var option in new Option[] { _seed, _environment, _faults })
        {
            command.Options.Add(option);
        }

        AddCapsTo(command);
    }

    /// <summary>Adds those that shape sessions, without the caps on load.</summary>
    public void AddInputsTo(Command command)
    {
        foreach (var option in new Option[] { _seed, _users, _environment, _faults })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Name of the environment; null for none.</summary>
    public string? Environment(ParseResult parsed) => parsed.GetValue(_environment);

    /// <summary>Plans a suite as the options say.</summary>
    /// <exception cref="Core.Suites.InvalidSuiteException">There are problems; all of them are listed.</exception>
    public PlannedRun Plan(CliHost host, ParseResult parsed, SuiteFile file, TargetPolicy policy) => Plan(host, parsed, file, policy, Environment(parsed));

    /// <summary>Plans the load of a suite alone, with what <paramref name="load"/> changes of it.</summary>
    public PlannedRun Plan(CliHost host, ParseResult parsed, SuiteFile file, TargetPolicy policy, LoadOverrides load) =>
        Plan(host, parsed, file, policy, Environment(parsed), load);

    /// <summary>The same for a given environment.</summary>
    public PlannedRun Plan(CliHost host, ParseResult parsed, SuiteFile file, TargetPolicy policy, string? environment, LoadOverrides? load = null)
    {
        var overrides = new SuiteOverrides
        {
            Seed = parsed.GetValue(_seed),
            Users = parsed.GetValue(_users),
            Faults = parsed.GetValue(_faults) ?? [],
            Selection = load is null ? SelectionOf(parsed, this) : new Selection { Phases = ["load"] },
            Load = load,
            ExtraPhases = parsed.GetValue(_all) ? ExtraPhases.Of(host, file) : [],
        };
        return PlannedRun.Create(file, overrides, environment, Caps(parsed), DateOnly.FromDateTime(host.Time.GetUtcNow().UtcDateTime), new EngineSet(host, policy));
    }

    private static Selection SelectionOf(ParseResult parsed, PlanOptions options) => new()
    {
        Scenarios = Names(parsed, options._scenarios),
        Tags = Names(parsed, options._tags),
        Phases = Names(parsed, options._phases),
    };

    // A command that runs one scenario by its name has nothing to select.
    private static string[] Names(ParseResult parsed, Option<string[]> option) => parsed.GetResult(option) is null ? [] : parsed.GetValue(option) ?? [];

    /// <summary>The caps in force. A command that starts no load has none to offer.</summary>
    public LoadCaps Caps(ParseResult parsed) => parsed.GetResult(_maxVus) is null
        ? LoadCaps.Unlimited
        : new LoadCaps { MaxVus = parsed.GetValue(_maxVus), MaxRate = parsed.GetValue(_maxRate), MaxDuration = parsed.GetValue(_maxDuration) ?? new LoadCaps().MaxDuration };
}
