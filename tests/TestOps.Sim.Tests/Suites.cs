namespace TestOps.Sim.Tests;

/// <summary>Suites that several tests run.</summary>
internal static class Suites
{
    /// <summary>Two scenarios against the reference model, cached and not, with think time, kept values and a script.</summary>
    public static string Toron(int users = 150, ulong seed = 42, int times = 2, string latency = "none", string masks = "") => $$"""
        version: 1
        name: sim-test
        engine: { kind: toron, latency: {{latency}} }
        sim:
          seed: {{seed}}
          users: {{users}}
          scenarios:
            ask:
              weight: 3
              steps:
                - name: ask
                  call: POST /query
                  body: { prompt: "question ${user.index} ${random.int(1000)}", use_cache: true, user_id: "${user.id}" }
                  expect:
                    - { status: 200 }
                    - { at: /consensus/confidence, min: 0, max: 1 }
                    - { js: "body.metrics.providers_failed === 0" }
                  keep: { model: /consensus/model }
                - think: { exponential: 2s }
                - name: again
                  call: POST /generate
                  body: { prompt: "follow up to ${keep.model}" }
            uncached:
              steps:
                - { name: first, call: POST /query, body: { prompt: "p ${user.index}", use_cache: false } }
                - { name: second, call: POST /query, body: { prompt: "p ${user.index}", use_cache: false } }
          metrics:
            confidence: { mean: "body.consensus.confidence", of: ask, min: 0 }
        replay:
          times: {{times}}
          masks: [{{masks}}]
        """;

    /// <summary>One call against a scripted engine.</summary>
    public static string OneCall(int users = 20, int times = 2, string masks = "", string extra = "") => $$"""
        version: 1
        name: one-call
        engine: { kind: toron }
        sim:
          seed: 1
          users: {{users}}
          scenarios:
            only:
              steps:
                - { name: call, call: GET /x }
        replay:
          times: {{times}}
          masks: [{{masks}}]
        {{extra}}
        """;
}
