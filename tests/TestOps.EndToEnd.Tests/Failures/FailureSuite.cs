using System.Globalization;

namespace TestOps.EndToEnd.Tests.Failures;

/// <summary>Suites for a hostile engine.</summary>
internal static class FailureSuite
{
    /// <summary>Calls of the simulation.</summary>
    public const int Calls = 3;

    /// <summary>The simulation alone.</summary>
    public static string Sim(Uri address) => string.Create(CultureInfo.InvariantCulture,
        $$"""
        version: 1
        name: hostile
        engine: { kind: http, base_url: "{{address}}", timeout: 2s, max_body: 1MiB }
        sim:
          seed: 7
          users: {{Calls}}
          scenarios:
            ask:
              steps:
                - name: ask
                  call: POST /query
                  body: { prompt: "hello ${user.id}" }
                  expect: [ { status: 200 }, { at: /answer, equals: 42 } ]

        """);

    /// <summary>The simulation, a short load, one replay.</summary>
    public static string Whole(Uri address) => Sim(address) +
        """
        load:
          warm_up: 50ms
          scenarios:
            steady: { executor: constant-vus, vus: 1, duration: 1s, gracefulStop: 10s, exec: ask }
        replay: { times: 1 }

        """;
}
