using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Tests.Suites;

/// <summary>What is wrong is said with its place, the value seen, the limit and what to write.</summary>
public sealed class SuiteProblemTests
{
    private const string Valid = """
        version: 1
        name: shop
        environments: { local: { base: "http://127.0.0.1:1" } }
        engine: { kind: http, base_url: "${vars.base}" }
        sim:
          users: 10
          data: { prompts: { file: prompts.jsonl } }
          scenarios:
            ask:
              steps:
                - { name: ask, call: "GET /ask", expect: [ { status: 200 } ], keep: { id: /id } }
                - { name: more, call: "GET /more" }
        load: { scenarios: { steady: { executor: constant-vus, vus: 2, duration: 5s, exec: ask } } }
        replay: { times: 1 }
        """;

    [Fact]
    public void Read_Valid_HasNoProblems() => SuiteReader.Read(Valid, "shop.yaml").Problems.Should().BeEmpty();

    [Theory]
    [InlineData("users: 10", "users: 0", "sim.users (line 6): must be a whole number from 1 to 10000000, was 0; write 1 to 10000000")]
    [InlineData("users: 10", "users: \"10\"", "sim.users (line 6): must be a whole number from 1 to 10000000, was '10'; write a plain whole number, without quotes")]
    [InlineData("users: 10", "users: 1.5", "sim.users (line 6): must be a whole number from 1 to 10000000, was 1.5; write a whole number")]
    [InlineData("users: 10", "users: .nan", "sim.users (line 6): must be a whole number from 1 to 10000000, was .nan; write a whole number")]
    [InlineData("users: 10", "users: 99999999999999999999999999", "sim.users (line 6): must be a whole number from 1 to 10000000, was 99999999999999999999999999; write 1 to 10000000")]
    [InlineData("users: 10", "users:", "sim.users (line 6): must be a whole number from 1 to 10000000, was empty; write a whole number")]
    [InlineData("users: 10", "usres: 10", "sim.usres (line 6): unknown key 'usres'; did you mean 'users'?")]
    [InlineData("users: 10", "users: 10\n  users: 11", "sim.users (line 7): the key is given twice, first on line 6; keep one of them")]
    [InlineData("times: 1", "floor: 101", "replay.floor (line 14): must be a number from 0 to 100, was 101; write a number within the limits")]
    [InlineData("times: 1", "floor: 1e400", "replay.floor (line 14): must be a number from 0 to 100, was 1e400; write a number within the limits")]
    [InlineData("times: 1", "sessions: 11", "replay.sessions (line 14): must be at most sim.users, which is 10, was 11; write fewer, or leave it out to replay all")]
    [InlineData("name: shop", "name: my shop", "name (line 2): must be letters, digits, - and _, was 'my shop'; write my-shop")]
    [InlineData("name: shop", "name: 12", "name (line 2): must be text, was 12; put it in quotes")]
    [InlineData("version: 1", "version: 2", "version (line 1): must be 1, was 2; write 1")]
    [InlineData("duration: 5s", "duration: 5", "load.scenarios.steady.duration (line 13): must be a duration from 1s to 24h, was 5: it has no unit; add a unit: 5ms, 5s, 5m or 5h")]
    [InlineData("duration: 5s", "duration: 5 sec", "load.scenarios.steady.duration (line 13): must be a duration from 1s to 24h, was '5 sec': ' sec' is not a unit; write a duration such as 500ms, 2s, 1m30s or 1h")]
    [InlineData("duration: 5s", "duration: 10ms", "load.scenarios.steady.duration (line 13): must be a duration from 1s to 24h, was '10ms'; write 1s or more")]
    [InlineData("duration: 5s, ", "", "load.scenarios.steady (line 13): 'duration' is missing; add duration: 30s")]
    [InlineData("exec: ask", "exec: asks", "load.scenarios.steady.exec (line 13): 'asks' is no scenario of this suite; did you mean 'ask'?")]
    [InlineData("vus: 2", "rate: 2", "load.scenarios.steady.rate (line 13): 'rate' belongs to constant-arrival-rate; remove it; constant-vus takes vus, duration")]
    [InlineData("executor: constant-vus", "executor: externally-controlled", "load.scenarios.steady.executor (line 13): 'externally-controlled' is gone from k6 and not built here; write one of constant-vus, ramping-vus, shared-iterations, per-vu-iterations, constant-arrival-rate, ramping-arrival-rate")]
    [InlineData("executor: constant-vus, vus: 2, duration: 5s", "executor: shared-iterations, vus: 3, iterations: 2", "load.scenarios.steady (line 13): iterations must be at least vus, was 2 with vus 3; write iterations: 3 or more, or fewer vus")]
    [InlineData("executor: constant-vus, vus: 2, duration: 5s", "executor: ramping-vus, stages: []", "load.scenarios.steady.stages (line 13): must have 1 to 1000 stages, has 0; write [{ duration: 30s, target: 10 }]")]
    [InlineData("executor: constant-vus, vus: 2, duration: 5s", "executor: ramping-vus, stages: [{ duration: 0s, target: 3 }]", "load.scenarios.steady.stages (line 13): must take from 1us to 24h in all, take 0s; give a stage a duration such as 30s")]
    [InlineData("executor: constant-vus, vus: 2, duration: 5s", "executor: ramping-vus, startVUs: 0, stages: [{ duration: 1s, target: 0 }]", "load.scenarios.steady (line 13): no stage asks for a virtual user: startVUs and all targets are 0; give a stage a target of 1 or more")]
    [InlineData("executor: constant-vus, vus: 2, duration: 5s", "executor: ramping-arrival-rate, preAllocatedVUs: 2, stages: [{ duration: 1s, target: 0 }]", "load.scenarios.steady (line 13): no stage starts an iteration: startRate and all targets are 0; give a stage a target of 1 or more")]
    [InlineData("{ status: 200 }", "{ at: /user, equals: \"${user.id}\" }", "sim.scenarios.ask.steps[0].expect[0].equals (line 11): a template is not evaluated here: the text itself would be compared; write a script instead: js: \"body.user === user.id\", or headers.NAME for a header")]
    [InlineData("{ status: 200 }", "{ header: X-User, in: [a, \"b ${vars.base}\"] }", "sim.scenarios.ask.steps[0].expect[0].in[1] (line 11): a template is not evaluated here: the text itself would be compared; write a script instead: js: \"body.user === user.id\", or headers.NAME for a header")]
    [InlineData("exec: ask", "exec: ask, tags: { status: 200 }", "load.scenarios.steady.tags.status (line 13): 'status' is a tag that every sample has already; choose another name")]
    [InlineData("load: { ", "load: { script: load.js, driver: k6, ", "load.scenarios (line 13): 'scenarios' belongs to the script where there is one; write it into the script's options")]
    [InlineData("load: { ", "load: { env: { A: b }, ", "load.env (line 13): 'env' belongs to a k6 script; add script: load.js, or remove it")]
    [InlineData("executor: constant-vus", "executor: constant-vu", "load.scenarios.steady.executor (line 13): must be one of constant-vus, ramping-vus, shared-iterations, per-vu-iterations, constant-arrival-rate, ramping-arrival-rate, was 'constant-vu'; did you mean 'constant-vus'?")]
    [InlineData("kind: http", "kind: grpc", "engine.kind (line 4): must be one of toron, http, process, was 'grpc'; write toron or another of them")]
    [InlineData("kind: http", "kind: dotnet", "engine.kind (line 4): 'dotnet' is not built yet; write one of toron, http, process")]
    [InlineData(", base_url: \"${vars.base}\"", "", "engine (line 4): 'base_url' is missing; add base_url: \"http://127.0.0.1:8080\"")]
    [InlineData("${vars.base}", "ftp://x", "engine.base_url (line 4): must be an http or https address without user, query and fragment, was 'ftp://x'; write \"http://127.0.0.1:8080\"")]
    [InlineData("${vars.base}", "http://u:p@x", "engine.base_url (line 4): must be an http or https address without user, query and fragment, was 'http://u:p@x'; write \"http://127.0.0.1:8080\"")]
    [InlineData("${vars.base}", "${vars.bass}", "engine.base_url (line 4): 'bass' is no variable of an environment (environments) of this suite; did you mean 'base'?")]
    [InlineData("${vars.base}", "${data.prompts}", "engine.base_url (line 4): 'data.prompts' has no value in the engine section; use vars.NAME, env.NAME or engine.port")]
    [InlineData("local: {", "local: { port: [1],", "environments.local.port (line 3): must be text, a number or a boolean, was a list of 1; write a single value")]
    [InlineData("kind: http,", "kind: http, fault: hang,", "engine.fault (line 4): 'fault' belongs to engines of kind toron; remove it, or write kind: toron")]
    [InlineData("GET /ask", "get /ask", "sim.scenarios.ask.steps[0].call (line 11): must be METHOD /path with one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, was 'get /ask'; write GET /ask")]
    [InlineData("GET /ask", "/ask", "sim.scenarios.ask.steps[0].call (line 11): must be METHOD /path, was '/ask'; write GET /ask")]
    [InlineData("GET /ask", "GET ask", "sim.scenarios.ask.steps[0].call (line 11): the path must start with /, was 'ask'; write /ask")]
    [InlineData("GET /ask", "GET //evil.example/ask", "sim.scenarios.ask.steps[0].call (line 11): the path must start with one /, was '//evil.example/ask': two would name another host; write /evil.example/ask")]
    [InlineData("GET /ask", "GET /a b", "sim.scenarios.ask.steps[0].call (line 11): the path holds a blank, #, \\ or a character beyond ASCII, was '/a b'; percent-encode it, or use query")]
    [InlineData("name: more", "name: ask", "sim.scenarios.ask.steps[1].name (line 12): the name 'ask' is given twice in the scenario; name this step otherwise, such as ask-2")]
    [InlineData("GET /more", "GET /more/${keep.ids}", "sim.scenarios.ask.steps[1].call (line 12): 'keep.ids' is kept by no earlier step of the scenario; did you mean 'id'?")]
    [InlineData("GET /ask", "GET /ask/${keep.id}", "sim.scenarios.ask.steps[0].call (line 11): 'keep.id' is kept by no earlier step of the scenario; add keep: { id: /pointer } to an earlier step")]
    [InlineData("GET /more", "GET /more/${data.prompt.q}", "sim.scenarios.ask.steps[1].call (line 12): 'prompt' is no data source (sim.data) of this suite; did you mean 'prompts'?")]
    [InlineData("GET /more", "GET /more/${env['KEY']}", "sim.scenarios.ask.steps[1].call (line 12): 'env' is read without the name of a variable; write env.NAME: what is read is a secret, and must be known before the run")]
    [InlineData("GET /more", "GET /more/${engine.port}", "sim.scenarios.ask.steps[1].call (line 12): 'engine.port' has no value in a step: it differs between a run and its replay, which compares requests; write ${engine.base}, which is recorded as such")]
    [InlineData("GET /more", "GET /more/${engine.host}", "sim.scenarios.ask.steps[1].call (line 12): 'engine.host' is nothing that the engine has; write ${engine.base}")]
    [InlineData("{ id: /id }", "{ id: id }", "sim.scenarios.ask.steps[0].keep.id (line 11): must be a JSON Pointer, which starts with /, was 'id'; write /id")]
    [InlineData("{ id: /id }", "{ id: \"$.a.b[0]\" }", "sim.scenarios.ask.steps[0].keep.id (line 11): must be a JSON Pointer, which starts with /, was '$.a.b[0]'; write /a/b/0")]
    [InlineData("{ id: /id }", "{ id: /a~b }", "sim.scenarios.ask.steps[0].keep.id (line 11): must be a JSON Pointer, where ~ is written ~0 and / within a name ~1, was '/a~b'; write /a~0b")]
    [InlineData("{ id: /id }", "{ id: { at: /id, secret: maybe } }", "sim.scenarios.ask.steps[0].keep.id.secret (line 11): must be true or false, was 'maybe'; write true or false, without quotes")]
    [InlineData("{ id: /id }", "{ my-id: /id }", "sim.scenarios.ask.steps[0].keep.my-id (line 11): its name is used in expressions: letters, digits and _, not starting with a digit; name it my_id")]
    [InlineData("{ status: 200 }", "{ status: 20 }", "sim.scenarios.ask.steps[0].expect[0].status (line 11): must be a status from 100 to 599 or a class from 1xx to 5xx, was 20; write 200, [200, 201] or 2xx")]
    [InlineData("{ status: 200 }", "{ at: /a }", "sim.scenarios.ask.steps[0].expect[0] (line 11): the check has no condition, so it would always pass; add one of equals, in, matches, contains, exists, type, length, min, max, schema; exists: true asks for presence")]
    [InlineData("{ status: 200 }", "{ at: /a, min: 1 }, { at: /a, max: 2 }", "sim.scenarios.ask.steps[0].expect[1] (line 11): two checks of the step have the name '/a', their gates would be one; add name: to one of them, or merge their conditions")]
    [InlineData("{ status: 200 }", "{ at: /a, min: 2, max: 1 }", "sim.scenarios.ask.steps[0].expect[0] (line 11): min must be at most max, was 2 with max 1; swap them")]
    [InlineData("{ status: 200 }", "{ status: 200, at: /a }", "sim.scenarios.ask.steps[0].expect[0] (line 11): a check needs one of status, header, at and js, has status, at; write one entry for each")]
    [InlineData("{ status: 200 }", "{ at: /a, type: text }", "sim.scenarios.ask.steps[0].expect[0].type (line 11): must be one of string, number, integer, boolean, object, array, null, was 'text'; write string or another of them")]
    [InlineData("{ status: 200 }", "{ status: 200, min: 1 }", "sim.scenarios.ask.steps[0].expect[0].min (line 11): 'min' has no meaning beside status; remove it, or write a check with at: /pointer")]
    [InlineData("prompts.jsonl", "../prompts.jsonl", "sim.data.prompts.file (line 7): must be a file beside the suite or in a folder below it, was '../prompts.jsonl'; write a relative path with /, without .. and drive, such as data/prompts.jsonl")]
    [InlineData("prompts.jsonl", "prompts.xlsx", "sim.data.prompts.file (line 7): must be a .jsonl or .csv file, was 'prompts.xlsx'; convert it to JSON Lines (one object a line) or CSV with a header")]
    [InlineData("  users: 10", "  metrics: { slow: { latency: p90, of: ask } }", "sim.metrics.slow.latency (line 6): must be one of p50, p95, p99, max, was 'p90'; did you mean 'p50'?")]
    [InlineData("  users: 10", "  metrics: { m: { share: \"true\", of: asks } }", "sim.metrics.m.of (line 6): 'asks' is no step or scenario of this suite; did you mean 'ask'?")]
    [InlineData("  users: 10", "  metrics: { m: { of: ask } }", "sim.metrics.m (line 6): a metric needs one of share, sum, mean, count, latency and first_ms, has none; write { share: \"status === 200\", of: ask, min: 0.99 }")]
    [InlineData("times: 1", "floors: { ask: 90, aks: 95 }", "replay.floors.aks (line 14): 'aks' is no scenario of this suite; did you mean 'ask'?")]
    [InlineData("times: 1", "masks: [ { step: aks, at: /a, kind: type, reason: r } ]", "replay.masks[0].step (line 14): 'aks' is no step of this suite; did you mean 'ask'?")]
    [InlineData("times: 1", "masks: [ { call: GET /asks, at: /a, kind: type, reason: r } ]", "replay.masks[0].call (line 14): 'GET /asks' is no call of this suite; did you mean 'GET /ask'?")]
    [InlineData("times: 1", "masks: [ { step: ask, at: /a, kind: type, set: { key: /id }, reason: r } ]", "replay.masks[0].set (line 14): 'set' belongs to kind set; remove it, or write kind: set")]
    [InlineData("times: 1", "masks: [ { step: ask, at: /a, kind: set, set: { key: id }, reason: r } ]", "replay.masks[0].set.key (line 14): must be a JSON Pointer, which starts with /, was 'id'; write /id")]
    [InlineData("times: 1", "masks: [ { step: ask, at: /a, kind: set, reason: r }, { step: ask, at: /a/3/b, kind: type, reason: r } ]", "replay.masks[1] (line 14): '/a/3/b' names an index of '/a', which is a set: its order means nothing; write /a/*/b")]
    [InlineData("times: 1", "masks: [ { step: ask, at: /a, kind: opaque, opaque: { expires: soon }, reason: r } ]", "replay.masks[0].opaque.expires (line 14): must be a day such as 2027-01-15, was 'soon'; write YYYY-MM-DD")]
    [InlineData("times: 1", "masks: [ { step: ask, at: /a, kind: type } ]", "replay.masks[0] (line 14): 'reason' is missing; add reason: why it may differ")]
    [InlineData("times: 1", "masks: [ { step: ask, at: /a*, kind: type, reason: r } ]", "replay.masks[0].at (line 14): must be a JSON Pointer, where * stands alone for any index, was '/a*'; write /items/*/id")]
    public void Read_OneFault_IsTheOnlyProblem(string from, string to, string expected)
    {
        var problems = SuiteReader.Read(Valid.Replace(from, to, StringComparison.Ordinal), "shop.yaml").Problems;

        problems.Select(static problem => problem.ToString()).Should().Equal(expected);
    }

    [Theory]
    [InlineData("GET /more", "GET /more/${1 +}", "sim.scenarios.ask.steps[1].call")]
    [InlineData("GET /more", "GET /more/${user.index", "sim.scenarios.ask.steps[1].call")]
    [InlineData("{ status: 200 }", "{ js: \"body.\" }", "sim.scenarios.ask.steps[0].expect[0].js")]
    [InlineData("{ status: 200 }", "{ js: \"window.alert(1)\" }", "sim.scenarios.ask.steps[0].expect[0].js")]
    [InlineData("{ status: 200 }", "{ at: /a, matches: '(' }", "sim.scenarios.ask.steps[0].expect[0]")]
    [InlineData("{ status: 200 }", "{ at: /a, schema: { type: object, requird: [a] } }", "sim.scenarios.ask.steps[0].expect[0]")]
    [InlineData("{ status: 200 }", "{ at: /a, schema: { $ref: \"http://x/y\" } }", "sim.scenarios.ask.steps[0].expect[0]")]
    [InlineData("{ status: 200 }", "{ at: /a, exists: false, min: 1 }", "sim.scenarios.ask.steps[0].expect[0]")]
    public void Read_FaultWithinAnExpressionOrCheck_IsReportedAtItsPlace(string from, string to, string path)
    {
        var problem = SuiteReader.Read(Valid.Replace(from, to, StringComparison.Ordinal), "shop.yaml").Problems.Should().ContainSingle().Subject;

        problem.Path.Should().Be(path);
        problem.Line.Should().BeOneOf(11, 12);
        problem.Hint.Should().NotBeEmpty();
    }

    [Fact]
    public void Read_ManyFaults_AreAllReportedInTheOrderOfTheFile()
    {
        var text = Valid.Replace("version: 1", "version: 3", StringComparison.Ordinal)
            .Replace("users: 10", "usres: 10", StringComparison.Ordinal)
            .Replace("exec: ask", "exec: asks", StringComparison.Ordinal)
            .Replace("times: 1", "times: 0", StringComparison.Ordinal);

        SuiteReader.Read(text, "shop.yaml").Problems.Select(static problem => problem.Path).Should().Equal("version", "sim.usres", "load.scenarios.steady.exec", "replay.times");
    }

    [Fact]
    public void Read_DelayWithoutAbort_HasNoMeaning()
    {
        var text = Valid.Replace("load: { ", "load: { thresholds: { checks: [ { threshold: rate>0.9, delayAbortEval: 5s } ] }, ", StringComparison.Ordinal);

        SuiteReader.Read(text, "shop.yaml").Problems.Select(static problem => problem.ToString()).Should().Equal(
            "load.thresholds.checks[0].delayAbortEval (line 13): 'delayAbortEval' has no meaning without abortOnFail; add abortOnFail: true, or remove it");
    }

    [Fact]
    public void Read_ScriptForTheBuiltInDriver_IsAProblem()
    {
        var text = Valid[..Valid.IndexOf("load: {", StringComparison.Ordinal)] + "load: { driver: builtin, script: load.js }\n";

        SuiteReader.Read(text, "shop.yaml").Problems.Select(static problem => problem.ToString()).Should().Equal(
            "load.driver (line 13): the built-in driver does not run k6 scripts; write driver: k6, or describe the load in load.scenarios");
    }

    [Fact]
    public void ReadOrThrow_InvalidSuite_ListsEveryProblem()
    {
        var read = () => SuiteReader.ReadOrThrow("version: 1\nname: x", "x.yaml");

        var thrown = read.Should().Throw<InvalidSuiteException>().Which;
        thrown.Problems.Select(static problem => problem.Message).Should().Equal("'engine' is missing", "'sim' is missing");
        thrown.ExitCode.Should().Be(ExitCode.Usage);
        thrown.Message.Should().StartWith("x.yaml: 2 problems\n  x.yaml (line 1): 'engine' is missing; add engine: ");
    }
}
