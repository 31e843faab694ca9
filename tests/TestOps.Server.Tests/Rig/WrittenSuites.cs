using TestOps.Core;
using TestOps.Core.Planning;
using TestOps.Core.Runs;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;
using TestOps.Server.Suites;
using TestOps.Testing.Engines;

namespace TestOps.Server.Tests.Rig;

/// <summary>Two suites: <c>first</c> with SIM and replay, <c>loaded</c> with SIM and load.</summary>
internal sealed class WrittenSuites : ISuiteCatalogue
{
    private const string First = """
        version: 1
        name: first
        engine: { kind: toron }
        sim: { users: 2, scenarios: { only: { steps: [{ name: a, call: GET /a }] } } }
        replay: { times: 1 }
        """;

    private const string Loaded = """
        version: 1
        name: loaded
        engine: { kind: http, base_url: "http://127.0.0.1:1", health: /health }
        sim: { users: 2, scenarios: { only: { steps: [{ name: a, call: GET /a }] } } }
        load:
          scenarios: { steady: { executor: constant-vus, vus: 1, duration: 1s, exec: only } }
        """;

    // Two spaces: it is a member of load.
    private const string Against = "  against: { \"p(95)\": { worse_by: 10% } }";

    /// <summary>Whether the load of <c>loaded</c> is compared with a baseline.</summary>
    public bool Compares { get; set; }

    public IReadOnlyList<RegisteredSuite> Suites { get; } = [new("first", "first.yaml"), new("loaded", "loaded.yaml")];

    /// <summary>What was asked of this catalogue, the last first.</summary>
    public Stack<RunWishes> Wishes { get; } = new();

    /// <summary>The engine of every suite.</summary>
    public ScriptedEngine Engine { get; set; } = new((_, _) => ScriptedEngine.Json("{}")) { Version = "1.2" };

    /// <summary>What goes wrong as soon as a suite is asked for; null for nothing.</summary>
    public Exception? Failure { get; set; }

    public RunRequest Prepare(RegisteredSuite suite, RunWishes wishes)
    {
        if (Failure is { } failure)
        {
            throw failure;
        }

        lock (Wishes)
        {
            Wishes.Push(wishes);
        }

        if (wishes.Environment is { } unknown)
        {
            throw new InvalidSuiteException(suite.Path, [new SuiteProblem("environments", 0, $"there is no environment '{unknown}'", "name one of the suite")]);
        }

        var read = wishes.Overrides.Apply(SuiteReader.ReadOrThrow(suite.Name == "first" ? First : Compares ? $"{Loaded}\n{Against}" : Loaded, suite.Path));
        return new RunRequest
        {
            Plan = PlanBuilder.Build(read, new Dictionary<string, DataTable>(), wishes.Overrides.Seed, null, new LoadCaps()),
            Engine = Engine,
            Trigger = wishes.Trigger,
            SuitePath = suite.Path,
            Overrides = wishes.Overrides,
            IsStrict = wishes.IsStrict,
        };
    }
}
