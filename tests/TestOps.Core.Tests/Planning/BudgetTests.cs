using TestOps.Core.Planning;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Tests.Planning;

/// <summary>A plan fits its suite's budget of calls, or is refused with the sum.</summary>
public sealed class BudgetTests
{
    private static readonly Dictionary<string, DataTable> NoData = [];

    [Fact]
    public void Build_AsManyCallsAsTheBudget_IsPlannedAndSaysSo()
    {
        var plan = PlanOf("{ calls: 30, duration: 30m }", "replay: { times: 2 }");

        plan.Cost.CallsMax.Should().Be(30, "ten in SIM and ten in each of two replays");
        PlanText.Render(plan).Should().Contain("30 calls of sim and replay, 30 at most are planned").And.Contain("30m, then the run is stopped");
        PlanJson.Write(plan)["budget"]!.ToJsonString().Should().Be("""{"calls":30,"calls_max":30,"duration_ms":1800000}""");
    }

    [Fact]
    public void Build_OneCallMoreThanTheBudget_IsRefusedWithTheSum()
    {
        var build = () => PlanOf("{ calls: 29 }", "replay: { times: 2 }");

        var problem = build.Should().Throw<InvalidSuiteException>().Which.Problems.Should().ContainSingle().Subject;
        problem.Path.Should().Be("budget.calls");
        problem.Line.Should().Be(4);
        problem.Message.Should().Be("the plan has up to 30 calls, the budget is 29: 10 in sim and 20 in 2 replays; load is not counted");
        problem.Hint.Should().Be("lower sim.users, replay.times or replay.sessions, or write budget: { calls: 30 }");
    }

    [Fact]
    public void Build_Polls_CountWithAllTheirAttempts()
    {
        var build = () => PlanOf("{ calls: 39 }", "", "until: { at: /status, equals: done, every: 2s, timeout: 7s }");

        build.Should().Throw<InvalidSuiteException>().Which.Problems.Single().Message
            .Should().Be("the plan has up to 40 calls, the budget is 39: 10 in sim, and 30 further attempts of polls at their longest; load is not counted");
        PlanOf("{ calls: 40 }", "", "until: { at: /status, equals: done, every: 2s, timeout: 7s }").Cost.SimCalls.Should().Be(10);
    }

    [Fact]
    public void Build_SampledReplay_CountsTheSessionsThatAreReplayed()
        => PlanOf("{ calls: 18 }", "replay: { times: 2, sessions: 4 }").Cost.CallsMax.Should().Be(18);

    [Fact]
    public void Build_PartOfTheSuite_CountsThatPart()
    {
        var suite = SuiteOf("{ calls: 10 }", "replay: { times: 2 }");

        var plan = PlanBuilder.Build(suite, NoData, null, null, new LoadCaps(), selection: new Selection { Phases = ["sim"] });

        plan.Cost.CallsMax.Should().Be(10);
    }

    [Theory]
    [InlineData("{}", "budget", "a budget without calls and duration limits nothing")]
    [InlineData("{ calls: 0 }", "budget.calls", "must be a whole number from 1 to 1000000000000, was 0")]
    [InlineData("{ duration: 500ms }", "budget.duration", "must be a duration from 1s to 168h, was '500ms'")]
    [InlineData("{ cost: 5 }", "budget.cost", "unknown key 'cost'")]
    public void Read_BadBudget_IsReported(string budget, string path, string message)
        => SuiteReader.Read(TextOf(budget, "", ""), "small.yaml").Problems.Should().Contain(problem => problem.Path == path && problem.Message == message);

    private static Plan PlanOf(string budget, string replay, string step = "") => PlanBuilder.Build(SuiteOf(budget, replay, step), NoData, null, null, new LoadCaps());

    private static Suite SuiteOf(string budget, string replay, string step = "") => SuiteReader.ReadOrThrow(TextOf(budget, replay, step), "small.yaml");

    private static string TextOf(string budget, string replay, string step) =>
        $$"""
        version: 1
        name: small
        engine: { kind: toron }
        budget: {{budget}}
        sim: { users: 10, scenarios: { ask: { steps: [{ name: ask, call: GET /health{{(step.Length == 0 ? "" : ", " + step)}} }] } } }
        {{replay}}
        """;
}
