using System.Globalization;

namespace TestOps.EndToEnd.Tests.Suites;

/// <summary>Suites that several tests share.</summary>
internal static class SuiteText
{
    /// <summary>The reference model in process, quick and healthy: two steps, one of them past the cache.</summary>
    public static string Toron(int users = 20, int replays = 1) => string.Create(CultureInfo.InvariantCulture,
        $$"""
        version: 1
        name: small
        engine: { kind: toron }
        sim:
          seed: 7
          users: {{users}}
          scenarios:
            ask:
              steps:
                - name: ask
                  call: POST /query
                  body: { prompt: "What is osmosis? ${user.id}", use_cache: true }
                  expect:
                    - { status: 200 }
                    - { at: /consensus/grade, in: [A, B, C, D, F] }
                - name: again
                  call: POST /query
                  body: { prompt: "What is osmosis? ${user.id}", use_cache: false }
                - name: short
                  call: POST /generate
                  body: { prompt: "And what is not, ${user.id}?" }
        replay: { times: {{replays}} }

        """);

    /// <summary>The same with load, whose engine is a child process.</summary>
    public static string ToronWithLoad(int users = 20, string duration = "1s") => Toron(users) + string.Create(CultureInfo.InvariantCulture,
        $$"""
        load:
          warm_up: 50ms
          scenarios:
            steady: { executor: constant-vus, vus: 2, duration: {{duration}}, gracefulStop: 1s, exec: ask }
          thresholds: { http_req_failed: ["rate<0.01"] }

        """);

    /// <summary>The reference model with a check that fails and answers that drift, so that a run has something of everything to tell.</summary>
    public static string ToronWithDefects() => Toron(users: 10)
        .Replace("engine: { kind: toron }", "engine: { kind: toron, fault: [\"drift:/consensus/model\"] }", StringComparison.Ordinal)
        .Replace("name: small", "name: defects", StringComparison.Ordinal)
        .Replace("in: [A, B, C, D, F]", "in: [Z]", StringComparison.Ordinal);

    /// <summary>An engine that is not there, so that later phases are skipped.</summary>
    public static string Unreachable() =>
        """
        version: 1
        name: unreachable
        engine: { kind: http, base_url: "http://127.0.0.1:1", health: /health }
        sim: { users: 2, scenarios: { only: { steps: [{ name: a, call: GET /a }] } } }
        replay: { times: 1 }

        """;

    /// <summary>A black box at an address.</summary>
    public static string Http(Uri address, int users = 20, int concurrency = 1, bool isCached = true) => string.Create(CultureInfo.InvariantCulture,
        $$"""
        version: 1
        name: black-box
        engine: { kind: http, base_url: "{{address}}", health: /health, version: { call: GET /version, at: /version } }
        sim:
          seed: 7
          users: {{users}}
          concurrency: {{concurrency}}
          scenarios:
            ask:
              steps:
                - name: ask
                  call: POST /query
                  body: { prompt: "What is osmosis? ${user.id}", use_cache: {{(isCached ? "true" : "false")}} }
                  expect: [{ status: 200 }]
        replay: { times: 1 }

        """);
}
