using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Core.Journaling;
using TestOps.Core.Planning;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;
using TestOps.Load.Export;
using TestOps.Load.Metrics;
using TestOps.Load.Tests.Fakes;

namespace TestOps.Load.Tests.Export;

/// <summary>An exported script does what the built-in driver does: the same requests, the same checks with the same results, the same keys in the summary.</summary>
public sealed class ExportedScriptTests
{
    private const int Iterations = 3;

    private const string Shop = """
        version: 1
        name: shop
        engine: { kind: http, base_url: "http://127.0.0.1:1", headers: { X-Lease: "1" } }
        sim:
          users: 1
          data: { items: { file: items.jsonl, pick: sequential } }
          scenarios:
            shop-1:
              steps:
                - name: login
                  call: POST /login
                  form: { user: "${user.id}", note: "a b&c'(1)*~ \u00e4", tag: [x, "${data.items.stock}"] }
                  expect: [ { status: [200, 201, 202] }, { header: content-type, contains: json }, { at: /token, matches: '^t-[0-9]+$' } ]
                  keep: { token: /token }
                - think: 300ms
                - name: find
                  call: GET /find?x=1
                  query: { q: "${data.items.title}", "b c": "${run.seed}" }
                  headers: { Authorization: "Bearer ${keep.token}" }
                  expect:
                    - { at: /hits, min: 1, max: 3, type: integer }
                    - { at: /list, contains: b, length: 2, type: array }
                    - { at: /none, exists: false }
                    - { at: /price, in: [1, 2.50], type: number }
                    - { name: never, js: "body.hits > 100" }
                    - { name: throws, js: "body.missing.deep" }
                    - { name: seen, js: "status === 200 && headers['content-type'].startsWith('application/json') && step.name === 'find'" }
                - { name: vip, if: "data.items.stock > 1", repeat: 2, call: "GET /vip/${step.number}/${step.repetition}" }
                - name: order
                  call: POST /orders
                  body: { z: 1, big: 12345678901234567890, long: 0.12345678901234567, near: [1.0, 1e21, 0.0000001, 9007199254740993], a: "${data.items}", text: "${data.items.title}: ${user.index + 1}", flag: true, nothing: null, list: ["${keep.token}", 2.5, "\\${kept}"] }
                  cookies: { seen: "${user.index}" }
                - name: upload
                  call: PUT /files
                  multipart: [ { name: title, text: "${data.items.title}", type: text/plain }, { name: file, file: photo.bin } ]
                - { name: wait, call: "GET /jobs/${user.index}", until: { at: /state, equals: done, every: 10ms, timeout: 30s } }
                - { name: bare, call: POST /plain, body: "text of ${user.id}", cookies: none, expect: [ { status: 2xx }, { at: /x, exists: true } ] }
                - { name: gone, call: GET /gone }
                - { name: moved, call: GET /moved, expect: [ { status: 302 } ] }
                - { name: end, call: GET /end, keep: { never: /never } }
                - { name: unreached, call: GET /unreached }
        load:
          warm_up: 0s
          scenarios:
            flow: { executor: per-vu-iterations, vus: 1, iterations: 3, maxDuration: 1m, exec: shop-1, tags: { team: core } }
          thresholds: { http_req_failed: ["rate<=1"], "http_req_duration{name:find,scenario:flow}": ["p(95)<60000", { threshold: "max<60000", abortOnFail: true, delayAbortEval: 10s }] }
          against: { "http_req_duration{name:order} p(95)": { worse_by: 10% } }
        """;

    private static readonly byte[] s_photo = [0, 1, 254, 255, 13, 10];

    [Fact]
    public async Task Write_ARichSuite_MakesTheRequestsOfTheBuiltInDriver_WithTheSameChecks()
    {
        await using var server = await ShopServer.StartAsync();
        var plan = PlanOf(Shop);
        var script = K6ScriptWriter.Write(plan, "shop.yaml");

        var node = await NodeScript.RunAsync(script.Text, Iterations, new Dictionary<string, string> { ["TESTOPS_BASE_URL"] = server.Address.ToString() }, new Dictionary<string, byte[]> { ["photo.bin"] = s_photo });
        var byScript = server.TakeSeen();
        var results = ((JsonArray)node["checks"]!).GroupBy(static check => ((string)check!["name"]!, (string)check["check"]!)).ToDictionary(
            static group => $"checks{{name:{group.Key.Item1},check:{group.Key.Item2}}}",
            static group => (Passes: group.Count(static check => (bool)check!["passed"]!), Fails: group.Count(static check => !(bool)check!["passed"]!)));
        var watched = plan with { Suite = plan.Suite with { Load = plan.Suite.Load! with { Thresholds = [.. plan.Suite.Load!.Thresholds, .. results.Keys.Select(static key => new ThresholdSpec(key, "rate>=0"))] } } };
        await using var bench = await PhaseBench.CreateAsync(new AddressedEngine(server.Address), watched.Suite.Load!, plan: watched);
        await bench.RunAsync();

        byScript.Should().HaveCountGreaterThan(Iterations * 10).And.Equal(server.TakeSeen(), "both drivers ask the same");
        foreach (var (key, (passes, fails)) in results)
        {
            var values = bench.Metric(key).Data!["values"]!;
            ((int)values["passes"]!, (int)values["fails"]!).Should().Be((passes, fails), "{0}", key);
        }

        var all = bench.Metric("checks").Data!["values"]!;
        ((int)all["passes"]!, (int)all["fails"]!).Should().Be((results.Values.Sum(static result => result.Passes), results.Values.Sum(static result => result.Fails)), "no check is missing");
        results["checks{name:find,check:never}"].Should().Be((0, Iterations));
        results["checks{name:find,check:throws}"].Should().Be((0, Iterations));
        results["checks{name:end,check:keep never}"].Should().Be((0, Iterations));
        bench.Metric("http_reqs").Value.Should().Be(((JsonArray)node["requests"]!).Count);
    }

    [Fact]
    public async Task Summary_OfEitherDriver_HasTheSameKeys()
    {
        await using var server = await ShopServer.StartAsync();
        var plan = PlanOf(Shop);
        var node = await NodeScript.RunAsync(K6ScriptWriter.Write(plan, "shop.yaml").Text, 0, new Dictionary<string, string> { ["TESTOPS_BASE_URL"] = server.Address.ToString() }, new Dictionary<string, byte[]> { ["photo.bin"] = s_photo });
        await using var bench = await PhaseBench.CreateAsync(new AddressedEngine(server.Address), plan.Suite.Load!, plan: plan);

        await bench.RunAsync();

        // The keys of a summary that k6 2.2.0 wrote, and a sub-metric for each threshold of the script that has tags.
        var recorded = JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Recordings", "k6-summary-keys.json")))!;
        var thresholds = ((JsonObject)node["options"]!["thresholds"]!).Select(static threshold => threshold.Key);
        // Gauges are sampled once a second: on a quick machine this load is over before.
        string[] gauges = [MetricNames.Vus, MetricNames.VusMax];
        bench.Journal.Events.OfType<MetricMeasured>().Select(static metric => metric.Name).Except(gauges).Should().BeEquivalentTo(recorded.Union(thresholds).Except(gauges));
        ((JsonArray)node["options"]!["summaryTrendStats"]!).Select(static name => (string)name!).Should().Equal(((JsonObject)bench.Metric("http_req_duration").Data!["values"]!).Select(static value => value.Key));
        node["options"]!["scenarios"]!["flow"]!["tags"]!.ToJsonString().Should().Be("""{"team":"core"}""");
        JsonNode.DeepEquals(
            node["options"]!["thresholds"]!["http_req_duration{name:find,scenario:flow}"],
            JsonNode.Parse("""["p(95)<60000",{"threshold":"max<60000","abortOnFail":true,"delayAbortEval":"10s"}]""")).Should().BeTrue();
    }

    [Fact]
    public async Task Write_AllExecutorsAndHttpOptions_AreK6sOptions()
    {
        var text = Shop[..Shop.IndexOf("load:", StringComparison.Ordinal)] + """
            load:
              http: { maxRedirects: 3, discardResponseBodies: true, noConnectionReuse: true, noVUConnectionReuse: true, insecureSkipTLSVerify: true, userAgent: "it's k6", timeout: 5s }
              scenarios:
                a: { executor: constant-vus, vus: 2, duration: 1m30s, exec: shop-1 }
                b: { executor: ramping-vus, startVUs: 0, stages: [ { duration: 10s, target: 5 }, { duration: 0s, target: 1 } ], gracefulRampDown: 3s, exec: shop-1 }
                c: { executor: shared-iterations, vus: 2, iterations: 10, maxDuration: 1m, exec: shop-1 }
                d: { executor: per-vu-iterations, vus: 2, iterations: 3, startTime: 5s, exec: shop-1 }
                e: { executor: constant-arrival-rate, rate: 30, timeUnit: 1m, duration: 2m, preAllocatedVUs: 5, maxVUs: 9, gracefulStop: 0s, exec: shop-1 }
                f: { executor: ramping-arrival-rate, startRate: 3, stages: [ { duration: 10s, target: 50 } ], preAllocatedVUs: 5, exec: shop-1 }
            """;
        var script = K6ScriptWriter.Write(PlanOf(text), "shop.yaml").Text;

        var node = await NodeScript.RunAsync(script, 0, new Dictionary<string, string> { ["TESTOPS_BASE_URL"] = "http://127.0.0.1:1" }, new Dictionary<string, byte[]> { ["photo.bin"] = s_photo });

        JsonNode.DeepEquals(node["options"], JsonNode.Parse("""
            {
              "scenarios": {
                "a": { "executor": "constant-vus", "exec": "run_shop_1", "vus": 2, "duration": "1m30s", "gracefulStop": "30s" },
                "b": { "executor": "ramping-vus", "exec": "run_shop_1", "startVUs": 0, "stages": [ { "duration": "10s", "target": 5 }, { "duration": "0s", "target": 1 } ], "gracefulRampDown": "3s", "gracefulStop": "30s" },
                "c": { "executor": "shared-iterations", "exec": "run_shop_1", "vus": 2, "iterations": 10, "maxDuration": "1m", "gracefulStop": "30s" },
                "d": { "executor": "per-vu-iterations", "exec": "run_shop_1", "vus": 2, "iterations": 3, "maxDuration": "10m", "startTime": "5s", "gracefulStop": "30s" },
                "e": { "executor": "constant-arrival-rate", "exec": "run_shop_1", "rate": 30, "timeUnit": "1m", "duration": "2m", "preAllocatedVUs": 5, "maxVUs": 9, "gracefulStop": "0s" },
                "f": { "executor": "ramping-arrival-rate", "exec": "run_shop_1", "startRate": 3, "timeUnit": "1s", "stages": [ { "duration": "10s", "target": 50 } ], "preAllocatedVUs": 5, "maxVUs": 5, "gracefulStop": "30s" }
              },
              "thresholds": { "dropped_iterations": [] },
              "discardResponseBodies": true, "noConnectionReuse": true, "noVUConnectionReuse": true, "insecureSkipTLSVerify": true, "userAgent": "it's k6",
              "summaryTrendStats": ["avg", "min", "med", "max", "p(90)", "p(95)", "p(99)", "count"]
            }
            """)).Should().BeTrue("{0}", node["options"]);
        script.Should().Contain("redirects: 3").And.Contain("timeout: '5s'");
    }

    [Fact]
    public async Task Write_Secrets_AreNamesAlone_AndAMissingOneIsToldBeforeTheFirstRequest()
    {
        var text = Shop.Replace("X-Lease: \"1\"", "X-Lease: \"${env.KEY}\"", StringComparison.Ordinal);
        var script = K6ScriptWriter.Write(PlanOf(text), "shop.yaml").Text;

        var (exitCode, _, error) = await NodeScript.TryAsync(script, 1, new Dictionary<string, string>(), new Dictionary<string, byte[]> { ["photo.bin"] = s_photo });

        exitCode.Should().NotBe(0);
        error.Should().Contain("KEY is missing: k6 run -e KEY=VALUE");
    }

    [Fact]
    public void Write_WhatK6CannotDo_IsRefusedByName_AllAtOnce()
    {
        const string Text = """
            version: 1
            name: refused
            engine: { kind: http, base_url: "http://127.0.0.1:1" }
            sim:
              users: 1
              scenarios:
                ask:
                  steps:
                    - { name: chat, call: GET /chat, stream: { format: sse } }
                    - { name: form, call: GET /x, expect: [ { at: "", schema: { type: object } }, { at: /a, matches: '(?i)x' }, { at: /b, matches: '\Ax\z' } ] }
            load:
              http: { version: "2" }
              scenarios: { s: { executor: constant-arrival-rate, rate: 1, duration: 1s, preAllocatedVUs: 1, exec: ask } }
              thresholds: { http_req_duration_intended: ["p(95)<1"] }
            """;

        var act = () => K6ScriptWriter.Write(PlanBuilder.Build(SuiteReader.ReadOrThrow(Text, "refused.yaml"), new Dictionary<string, DataTable>(), null, null, LoadCaps.Unlimited), "refused.yaml");

        act.Should().Throw<InvalidSuiteException>().Which.Problems.Select(static problem => problem.Path).Should().Equal(
            "load.thresholds[\"http_req_duration_intended\"]",
            "load.http.version",
            "sim.scenarios.ask.steps.chat.stream",
            "sim.scenarios.ask.steps.form.expect",
            "sim.scenarios.ask.steps.form.expect",
            "sim.scenarios.ask.steps.form.expect");
    }

    private static Plan PlanOf(string text)
    {
        var suite = SuiteReader.ReadOrThrow(text, "shop.yaml");
        var rows = DataTableReader.Parse(suite.Sim!.Data["items"], Encoding.UTF8.GetBytes("{\"title\":\"r\u00f6d & bl\u00e5\",\"stock\":2}\n{\"title\":\"it's `$\\u007b2}`\",\"stock\":1}\n")).Table!;
        return PlanBuilder.Build(suite, new Dictionary<string, DataTable> { ["items"] = rows }, null, null, LoadCaps.Unlimited, files: new Dictionary<string, ReadOnlyMemory<byte>> { ["photo.bin"] = s_photo });
    }
}
