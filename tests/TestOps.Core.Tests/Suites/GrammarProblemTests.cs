using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Tests.Suites;

/// <summary>What is wrong with flows, conditions, repetitions, bodies, polls and streams.</summary>
public sealed class GrammarProblemTests
{
    private const string Valid = """
        version: 1
        name: shop
        engine: { kind: http, base_url: "http://127.0.0.1:1" }
        flows:
          login: [ { name: login, call: POST /login, form: { user: "${args.user}" }, keep: { t: /t } } ]
          outer: [ { use: login, with: { user: bob } } ]
        sim:
          scenarios:
            ask:
              steps:
                - { use: login, with: { user: "${user.id}" } }
                - { name: ask, call: "GET /ask/${keep.t}", repeat: 2 }
        """;

    [Fact]
    public void Read_Valid_HasNoProblems() => SuiteReader.Read(Valid, "shop.yaml").Problems.Should().BeEmpty();

    [Theory]
    [InlineData("repeat: 2", "think: 1s }\n        - { use: logn", "sim.scenarios.ask.steps[2].use (line 13): 'logn' is no flow of this suite; did you mean 'login'?")]
    [InlineData("use: login, with: { user: \"${user.id}\" }", "use: login", "sim.scenarios.ask.steps[0].use (line 11): the flow 'login' needs args.user; add with: { user: value }")]
    [InlineData("use: login, with: { user: \"${user.id}\" }", "use: login, with: { user: a, usr: b }", "sim.scenarios.ask.steps[0].use (line 11): the flow 'login' has no args.usr; did you mean 'user'?")]
    [InlineData("with: { user: bob }", "with: { user: [1] }", "flows.outer[0].with.user (line 6): must be a text, number or boolean, was a list of 1; write a template such as \"${data.accounts.user}\"")]
    [InlineData("use: login, with: { user: bob }", "use: outer", "flows.outer[0].use (line 6): the flow 'outer' uses itself: outer -> outer; write the steps out, or repeat them with repeat")]
    [InlineData("use: login, with: { user: \"${user.id}\" }", "use: login, with: { user: a }, call: GET /x", "sim.scenarios.ask.steps[0].call (line 11): 'call' belongs to a call, and this step uses a flow; write it at the steps of the flow, or as a step of its own")]
    [InlineData("- { name: ask", "- { use: outer }\n        - { name: ask", "flows.login[0].name (line 5): the name 'login' is given twice in the scenario; give one of the uses of the flow a name: its steps are then NAME-STEP")]
    [InlineData("repeat: 2", "repeat: 0", "sim.scenarios.ask.steps[1].repeat (line 12): must be a whole number from 1 to 1000, was 0; write 1 to 1000")]
    [InlineData("repeat: 2", "if: \"status === 200\"", "sim.scenarios.ask.steps[1].if (line 12): 'status' has no value in a condition: it is asked before the call; keep what it needs at the earlier step: keep: { NAME: /pointer }, and write keep.NAME")]
    [InlineData("repeat: 2", "if: \"keep.u === 1\"", "sim.scenarios.ask.steps[1].if (line 12): 'keep.u' is kept by no earlier step of the scenario; did you mean 't'?")]
    [InlineData("repeat: 2", "if: \"env.A === 'b'\"", "sim.scenarios.ask.steps[1].if (line 12): 'env' in a condition would give a replay elsewhere other steps; write a plain variable of environments, and vars.NAME")]
    [InlineData("repeat: 2", "with: { a: b }", "sim.scenarios.ask.steps[1].with (line 12): 'with' belongs to a step that uses a flow; add use: FLOW, or remove it")]
    [InlineData("repeat: 2", "body: x, form: { a: b }", "sim.scenarios.ask.steps[1] (line 12): a call has one body, this one has body and form; keep one of them")]
    [InlineData("repeat: 2", "multipart: [ { name: a, text: b, file: c } ]", "sim.scenarios.ask.steps[1].multipart[0] (line 12): a part needs one of text and file, has both; write text: value, or file: report.pdf")]
    [InlineData("repeat: 2", "multipart: [ { name: a, file: ../c } ]", "sim.scenarios.ask.steps[1].multipart[0].file (line 12): must be a file beside the suite or in a folder below it, was '../c'; write a relative path with /, without .. and drive, such as report.pdf")]
    [InlineData("repeat: 2", "cookies: some", "sim.scenarios.ask.steps[1].cookies (line 12): must be none, was 'some'; write none")]
    [InlineData("repeat: 2", "cookies: { \"a b\": c }", "sim.scenarios.ask.steps[1].cookies.a b (line 12): is no name of a cookie; write letters, digits, - and _")]
    [InlineData("repeat: 2", "until: { at: /s }", "sim.scenarios.ask.steps[1].until (line 12): until needs one of equals and in, has none; write until: { at: /status, in: [done, failed] }")]
    [InlineData("repeat: 2", "until: { at: /s, equals: 1, every: 1ms, timeout: 1m }", "sim.scenarios.ask.steps[1].until (line 12): 1m every 1ms would be more than 10000 attempts; write every: 6ms or more")]
    [InlineData("repeat: 2", "until: { at: /s, equals: 1 }, stream: {}", "sim.scenarios.ask.steps[1] (line 12): a stream cannot be polled; remove until or stream")]
    [InlineData("repeat: 2", "stream: { done: [DONE] }", "sim.scenarios.ask.steps[1].stream.done (line 12): must be text, was a list of 1; put it in quotes: done: \"[DONE]\"")]
    [InlineData("repeat: 2", "stream: {}, expect: [ { name: stream, js: \"true\" } ]", "sim.scenarios.ask.steps[1] (line 12): the check 'stream' of the step's own stream has this name; name your check otherwise")]
    public void Read_OneSlip_IsToldWithItsPlace(string valid, string wrong, string problem) =>
        SuiteReader.Read(Valid.Replace(valid, wrong, StringComparison.Ordinal), "shop.yaml").Problems.Select(found => found.ToString()).Should().ContainSingle().Which.Should().Be(problem);

    [Fact]
    public void Read_ProblemInAFlowThatNobodyUses_IsTold()
    {
        var suite = Valid.Replace("sim:", "  lost: [ { name: lost, call: \"GET /x/${keep.t + args.a}\", if: \"args.b\" }, { nme: x } ]\nsim:", StringComparison.Ordinal);

        SuiteReader.Read(suite, "shop.yaml").Problems.Select(found => found.Path).Should().Equal("flows.lost[1].nme", "flows.lost[1]", "flows.lost[1]");
    }

    [Fact]
    public void Read_FlowsThatMultiply_AreCutOff()
    {
        var flows = string.Join('\n', Enumerable.Range(1, 30).Select(index => $"  f{index}: [ {{ use: f{index - 1}, name: a }}, {{ use: f{index - 1}, name: b }} ]"));
        var suite = Valid.Replace("sim:", $"  f0: [ {{ name: x, call: GET /x }} ]\n{flows}\nsim:", StringComparison.Ordinal).Replace("- { name: ask", "- { use: f30 }\n        - { name: ask", StringComparison.Ordinal);

        SuiteReader.Read(suite, "shop.yaml").Problems.Should().Contain(problem => problem.Path == "sim.scenarios.ask.steps" && problem.Message.Contains("at most 1000 steps", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_TooManyCallsByRepetition_IsTold()
    {
        var suite = Valid.Replace("repeat: 2", "repeat: 1000", StringComparison.Ordinal).Replace("use: login, with: { user: \"${user.id}\" }", "use: many, repeat: 11", StringComparison.Ordinal)
            .Replace("sim:", "  many: [ { name: m, call: GET /m, repeat: 1000, keep: { t: /t } } ]\nsim:", StringComparison.Ordinal);

        SuiteReader.Read(suite, "shop.yaml").Problems.Should().ContainSingle().Which.Message.Should().Be("a session must have at most 10000 calls, has 12000 with its repetitions");
    }
}
