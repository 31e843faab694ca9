using System.Text;
using TestOps.Core.Engines;
using TestOps.Core.Planning;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;
using TestOps.Engines.Toron;

namespace TestOps.Benchmarks.Runs;

/// <summary>The suites that are measured: one scenario of as many steps as asked for.</summary>
internal static class BenchSuites
{
    /// <summary>Steps of a session in every figure.</summary>
    public const int Steps = 20;

    private const string Padding = "0123456789 0123456789 0123456789 01234";

    /// <summary>The plan of the suite <c>echo</c> or <c>toron</c>.</summary>
    public static Plan PlanOf(string name, int sessions, int replays = 0) =>
        PlanBuilder.Build(SuiteReader.ReadOrThrow(Named(name, sessions, replays), name), new Dictionary<string, DataTable>(), null, null, new LoadCaps());

    /// <summary>The engine that the suite runs against.</summary>
    public static IEngine EngineOf(string name, Plan plan) => name == "echo"
        ? new EchoEngine()
        : new ToronEngineFactory(new ToronChildCommand("unused", [])).Create(
            plan.Suite.Engine, new EngineBinding { Policy = TargetPolicy.LoopbackOnly, Environment = static _ => null, Time = TimeProvider.System });

    /// <summary>A body of about 100 bytes, one check on the status.</summary>
    private static string Echo(int sessions, int replays) => Suite("echo", sessions, replays, step => $$"""
                - name: echo-{{step}}
                  call: POST /echo
                  body: { session: "${user.id}", step: "${step.number}", text: "{{Padding}}" }
        """);

    /// <summary>The reference model's <c>/query</c>, each time another prompt, with the checks that one would write.</summary>
    private static string Toron(int sessions, int replays) => Suite("toron", sessions, replays, step => $$"""
                - name: ask-{{step}}
                  call: POST /query
                  body: { prompt: "question ${step.number} of ${user.id}", use_cache: true, user_id: "${user.id}" }
                  expect:
                    - { status: 200 }
                    - { at: /consensus/confidence, min: 0, max: 1 }
                    - { at: /consensus/grade, in: [A, B, C, D, F] }
        """);

    private static string Named(string name, int sessions, int replays) => name switch
    {
        "echo" => Echo(sessions, replays),
        "toron" => Toron(sessions, replays),
        _ => throw new ArgumentException($"there is no suite '{name}'; there are echo and toron", nameof(name)),
    };

    private static string Suite(string name, int sessions, int replays, Func<int, string> step)
    {
        var text = new StringBuilder($$"""
            version: 1
            name: bench-{{name}}
            engine: { kind: toron, latency: none }
            sim:
              seed: 42
              users: {{sessions}}
              scenarios:
                {{name}}:
                  steps:

            """);
        for (var i = 1; i <= Steps; i++)
        {
            text.AppendLine(step(i));
        }

        return text.Append(replays == 0 ? "" : $"replay: {{ times: {replays} }}\n").ToString();
    }
}
