using System.CommandLine;
using TestOps.Cli.Composition;
using TestOps.Core.Planning;
using TestOps.Core.Suites;

namespace TestOps.Cli.Commands;

/// <summary><c>testops load</c>: runs load alone, in a profile, by a k6 script, or as the suite says.</summary>
internal sealed class LoadCommand
{
    private readonly CliHost _host;
    private readonly LoadSubject _subject;
    private readonly PlanOptions _plan = new();
    private readonly TargetOptions _target = new();
    private readonly RunOptions _run;
    private readonly Option<int?> _vus = new("--vus") { Description = "Virtual users at the peak of the profile", HelpName = "N" };
    private readonly Option<int?> _rate = new("--rate") { Description = "Iterations started a second at the peak of the profile, whatever the engine does", HelpName = "N" };
    private readonly Option<TimeSpan?> _duration = new("--duration") { Description = "Time at the peak of the profile", HelpName = "DURATION", CustomParser = Durations.Parse };
    private readonly Option<string?> _driver = new("--driver") { Description = "What generates the load: builtin or k6", HelpName = "DRIVER" };

    private LoadCommand(CliHost host)
    {
        _host = host;
        _subject = new LoadSubject(host);
        _run = new RunOptions(_target);
        _vus.Validators.Add(Ranges.Whole(1, 100_000));
        _rate.Validators.Add(Ranges.Whole(1, 10_000_000));
        _driver.AcceptOnlyFromAmong("builtin", "k6");
    }

    public static Command Create(CliHost host)
    {
        var load = new LoadCommand(host);
        var command = new Command("load", "Runs load alone: a profile (smoke, baseline, stress, soak, spike, or of the suite), a k6 script, or the suite's own load");
        load._subject.AddTo(command);
        foreach (var option in new Option[] { load._vus, load._rate, load._duration, load._driver })
        {
            command.Options.Add(option);
        }

        load._run.AddShownTo(command);
        load._run.AddTo(command);
        load._plan.AddLoadTo(command);
        load._target.AddTo(command);
        command.Subcommands.Add(LoadExportCommand.Create(host));
        command.SetAction(load.ExecuteAsync);
        return Examples.Add(
            command,
            "testops load smoke --url http://127.0.0.1:8080/health",
            "testops load baseline --suite suite.yaml --vus 20 --duration 1m",
            "testops load suite.yaml --baseline none",
            "testops load load.js --url http://127.0.0.1:8080");
    }

    private Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (file, overrides) = _subject.Resolve(parsed);
        var changed = overrides with { Vus = parsed.GetValue(_vus), Rate = parsed.GetValue(_rate), Duration = parsed.GetValue(_duration), Driver = parsed.GetValue(_driver) };
        RefuseWithoutProfile(file, changed);
        var planned = _plan.Plan(_host, parsed, file, _target.Policy(_host, parsed), changed);
        return _run.ExecuteAsync(_host, parsed, planned, workers: 1, isStrict: false, cancellationToken);
    }

    /// <summary>The numbers of scenarios and scripts are their own.</summary>
    private static void RefuseWithoutProfile(SuiteFile file, LoadOverrides overrides)
    {
        var hasProfile = overrides.Script is null && (overrides.Profile ?? file.Suite.Load?.Profile) is not null;
        if (!hasProfile && (overrides.Vus is not null || overrides.Rate is not null || overrides.Duration is not null))
        {
            throw new OptionRefusedException(
                "--vus, --rate and --duration change a profile, and this load has none",
                $"name one: testops load {string.Join(" | ", LoadProfiles.NamesOf(file.Suite.Load?.Profiles ?? []))}");
        }

        if (overrides.Driver == "builtin" && (overrides.Script ?? file.Suite.Load?.Script?.File) is { } script && overrides.Profile is null)
        {
            throw new OptionRefusedException($"--driver builtin: {script} is a k6 script, which the built-in driver does not run", "leave --driver out, or name a profile");
        }
    }
}
