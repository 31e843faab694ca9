using TestOps.Core.Planning;
using TestOps.Core.Runs;
using TestOps.Core.Safety;
using TestOps.Core.Secrets;
using TestOps.Server.Suites;
using TestOps.Store.Files;

namespace TestOps.Cli.Composition;

/// <summary>The suites that <c>testops serve</c> was given. A file is read anew for each plan, so that an edited suite is served without a restart.</summary>
internal sealed class SuiteCatalogue(CliHost host, IReadOnlyList<RegisteredSuite> suites, TargetPolicy policy, LoadCaps caps, OperatorOptions given, string dataFolder) : ISuiteCatalogue
{
    public IReadOnlyList<RegisteredSuite> Suites => suites;

    /// <summary>Registers suite files; without any, the bundled sample.</summary>
    /// <exception cref="OptionRefusedException">Two files hold suites of one name.</exception>
    /// <exception cref="Core.Suites.InvalidSuiteException">A suite has problems.</exception>
    public static SuiteCatalogue Register(CliHost host, IReadOnlyList<string> paths, TargetPolicy policy, LoadCaps caps, OperatorOptions given, string dataFolder)
    {
        var suites = new List<RegisteredSuite>();
        foreach (var path in paths.Count == 0 ? [SuiteFile.Sample] : paths)
        {
            var suite = new RegisteredSuite(SuiteFile.Read(host, path).Suite.Name, path);
            if (suites.Find(other => other.Name == suite.Name) is { } twin)
            {
                throw new OptionRefusedException($"--suite: {twin.Path} and {path} are both named '{suite.Name}'", "callers choose a suite by its name: give each file another 'name:'");
            }

            suites.Add(suite);
        }

        var catalogue = new SuiteCatalogue(host, suites, policy, caps, given, dataFolder);
        foreach (var suite in suites)
        {
            // All problems now, at the operator's terminal, and not at the first run.
            catalogue.Plan(suite, new RunWishes());
        }

        return catalogue;
    }

    public RunRequest Prepare(RegisteredSuite suite, RunWishes wishes)
    {
        var planned = Plan(suite, wishes);
        return new RunRequest
        {
            Plan = planned.Plan,
            Engine = planned.Engine,
            Trigger = wishes.Trigger,
            SuitePath = suite.Path,
            Secrets = RunSecrets.Open(planned.Plan, host.Environment, () => SecretKeyFile.GetOrCreate(dataFolder)),
            Overrides = planned.Overrides,
            Given = given,
            IsStrict = wishes.IsStrict,
        };
    }

    private PlannedRun Plan(RegisteredSuite suite, RunWishes wishes)
    {
        var file = SuiteFile.Read(host, suite.Path);
        var overrides = wishes.Overrides with { ExtraPhases = wishes.IncludesExtraPhases ? ExtraPhases.Of(host, file) : [] };
        return PlannedRun.Create(file, overrides, wishes.Environment, caps, DateOnly.FromDateTime(host.Time.GetUtcNow().UtcDateTime), new EngineSet(host, policy));
    }
}
