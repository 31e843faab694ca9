using System.CommandLine;
using System.Text.Json.Nodes;
using TestOps.Cli.Composition;
using TestOps.Cli.Rendering;
using TestOps.Core;
using TestOps.Core.Safety;
using TestOps.Core.Suites;

namespace TestOps.Cli.Commands;

/// <summary><c>testops validate</c>: every problem of a suite at once; starts nothing.</summary>
internal sealed class ValidateCommand
{
    private readonly CliHost _host;
    private readonly Argument<string?> _suite = SuiteArgument.Create();
    private readonly PlanOptions _plan = new();
    private readonly Option<bool> _json = new("--json") { Description = "Print the problems as JSON" };

    private ValidateCommand(CliHost host) => _host = host;

    public static Command Create(CliHost host)
    {
        var validate = new ValidateCommand(host);
        var command = new Command("validate", "Reports every problem of a suite, its data, thresholds and faults; starts nothing") { validate._suite, validate._json };
        validate._plan.AddTo(command);
        command.SetAction(validate.ExecuteAsync);
        return Examples.Add(command, "testops validate suite.yaml", "testops validate suite.yaml --env staging --json");
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(_suite) ?? SuiteFile.Sample;
        var (file, problems) = Check(parsed, name);
        if (parsed.GetValue(_json))
        {
            await JsonOutput.WriteAsync(_host, new JsonObject
            {
                ["suite"] = name,
                ["valid"] = problems.Count == 0,
                ["problems"] = new JsonArray([.. problems.Select(problem => new JsonObject
                {
                    ["path"] = problem.Path,
                    ["line"] = problem.Line > 0 ? problem.Line : null,
                    ["message"] = problem.Message,
                    ["hint"] = problem.Hint,
                })]),
            });
            return problems.Count == 0 ? 0 : (int)new InvalidSuiteException(name, problems).ExitCode;
        }

        if (problems.Count > 0)
        {
            throw new InvalidSuiteException(name, problems);
        }

        var suite = file!.Suite;
        var scenarios = suite.Sim?.Scenarios ?? [];
        var calls = scenarios.Sum(scenario => scenario.Calls.Count());
        Screen.Of(_host).Line(("VALID", Tone.Good), ($"  {name}: {Words.Count(scenarios.Count, "scenario")}, {Words.Count(calls, "call")}, {Words.Count(suite.Load?.Thresholds.Count ?? 0, "threshold")}; what it will do: testops plan {name}", Tone.Plain));
        return 0;
    }

    private (SuiteFile? File, IReadOnlyList<SuiteProblem> Problems) Check(ParseResult parsed, string name)
    {
        try
        {
            var file = SuiteFile.Read(_host, name);
            return (file, CheckPlans(parsed, file));
        }
        catch (InvalidSuiteException invalid)
        {
            return (null, invalid.Problems);
        }
    }

    /// <summary>Without a chosen environment, a suite that has some must be valid in each of them.</summary>
    private List<SuiteProblem> CheckPlans(ParseResult parsed, SuiteFile file)
    {
        var chosen = _plan.Environment(parsed);
        IEnumerable<string?> environments = chosen is not null || file.Suite.Environments.Count == 0 ? [chosen] : file.Suite.Environments.Keys.Order(StringComparer.Ordinal);
        var problems = new List<SuiteProblem>();
        foreach (var environment in environments)
        {
            try
            {
                _plan.Plan(_host, parsed, file, TargetPolicy.LoopbackOnly, environment);
            }
            catch (InvalidSuiteException invalid)
            {
                problems.AddRange(invalid.Problems.Where(problem => !problems.Contains(problem)));
            }
        }

        return problems;
    }
}
