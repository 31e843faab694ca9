namespace TestOps.Cli.Tests;

/// <summary>Small suites, so that a run takes well under a second.</summary>
internal static class TestSuites
{
    /// <summary>Two calls a session against the reference model, without a load.</summary>
    public const string Small =
        """
        version: 1
        name: small
        engine: { kind: toron }
        sim:
          seed: 7
          users: 20
          scenarios:
            ask:
              steps:
                - name: ask
                  call: POST /query
                  body: { prompt: "What is ${random.int(100)} times ${user.index}?", user_id: "${user.id}" }
                  expect:
                    - { status: 200 }
                    - { at: /consensus/grade, in: [A, B, C, D, F] }
                - think: { exponential: 2s }
                - name: short
                  call: POST /generate
                  body: { prompt: "And in one word?" }
                  expect:
                    - { at: /consensus, type: string }
        replay:
          times: 2
          floor: 90
          masks:
            - { call: POST /query, at: /metrics/latency_ms, kind: type, reason: wall-clock latency }
        """;

    /// <summary>The small suite with a check that no answer passes.</summary>
    public static string Failing { get; } = Small.Replace("in: [A, B, C, D, F]", "in: [Z]", StringComparison.Ordinal);

    /// <summary>The small suite with a second of load and a threshold that <paramref name="threshold"/> names.</summary>
    public static string WithLoad(string threshold) => Small +
        $$"""

        load:
          warm_up: 100ms
          scenarios:
            steady: { executor: constant-arrival-rate, rate: 20, timeUnit: 1s, duration: 1s, gracefulStop: 1s, preAllocatedVUs: 5, maxVUs: 10, exec: ask }
          thresholds:
            "http_req_duration{name:ask}": ["{{threshold}}"]
        """;

    /// <summary>A suite for an HTTP engine at <paramref name="url"/>.</summary>
    public static string Http(string url) =>
        $$"""
        version: 1
        name: remote
        engine: { kind: http, base_url: "{{url}}" }
        sim:
          users: 2
          scenarios:
            ask: { steps: [ { name: ask, call: GET /items } ] }
        replay: { times: 1 }
        """;
}
