using TestOps.Core.Suites;
using TestOps.Load.Metrics;
using TestOps.Load.Thresholds;

namespace TestOps.Load.Tests.Thresholds;

public sealed class ThresholdValidatorTests
{
    [Fact]
    public void Validate_EveryMetricWithItsAggregations_FindsNothing()
    {
        var thresholds = MetricCatalogue.All.SelectMany(metric => ExpressionsOf(metric.Kind).Select(expression => (metric.Name, expression))).ToArray();

        Validate(thresholds).Should().BeEmpty();
    }

    [Theory]
    [InlineData("http_req_failed", "p(95)<1", "asks for p(95), which a rate such as http_req_failed does not have")]
    [InlineData("http_req_failed", "count<1", "asks for count")]
    [InlineData("http_req_duration", "rate<1", "asks for rate, which a trend")]
    [InlineData("http_req_duration", "count<1", "asks for count, which a trend")]
    [InlineData("http_reqs", "value<1", "asks for value, which a counter")]
    [InlineData("vus", "max<1", "asks for max, which a gauge")]
    [InlineData("http_req_duration", "p(95) is less than 5", "malformed threshold 'p(95) is less than 5': it has no operator")]
    [InlineData("no_such_metric", "count>1", "has no metric 'no_such_metric'")]
    [InlineData("group_duration", "max<1", "has no metric 'group_duration'")]
    [InlineData("http_req_duration{name:ask", "max<1", "the closing } is not at the end")]
    [InlineData("http_req_duration}", "max<1", "the opening { is missing")]
    [InlineData("http_req_duration{}", "max<1", "'' is not tag:value")]
    [InlineData("http_req_duration{name}", "max<1", "'name' is not tag:value")]
    [InlineData("http_req_duration{name:}", "max<1", "'name:' is not tag:value")]
    [InlineData("http_req_duration{nmae:ask}", "max<1", "have no tag 'nmae'")]
    [InlineData("vus{scenario:steady}", "value<1", "have no tag 'scenario'")]
    [InlineData("vus{team:core}", "value<1", "have no tag 'team'")]
    [InlineData("http_req_duration{tier:core}", "max<1", "have no tag 'tier', so that nothing could ever match")]
    [InlineData("http_req_duration{team:cor}", "max<1", "no load scenario has the tag team: cor")]
    public void Validate_OneMistake_SaysWhatAndWhatToWrite(string metric, string expression, string message)
    {
        var problem = Validate((metric, expression)).Should().ContainSingle().Subject;

        problem.Path.Should().Be($"load.thresholds[\"{metric}\"]");
        problem.Message.Should().Contain(message);
        problem.Hint.Should().NotBeEmpty();
    }

    [Fact]
    public void Validate_SeveralMistakes_FindsAllOfThem() =>
        Validate(("no_such_metric", "count>"), ("http_reqs", "p(95)<1"), ("http_reqs", "nonsense"), ("http_reqs", "count>1"))
            .Should().HaveCount(4);

    [Theory]
    [InlineData("http_req_duration{name:ask,status:200}")]
    [InlineData("http_req_duration{ 'name' : \"ask\" , status:200 }")]
    [InlineData("checks{check:status is 200: yes}")]
    [InlineData("http_req_duration{team:core,name:ask}")]
    public void Validate_KeysThatK6Reads_FindsNothing(string key) =>
        Validate((key, key.StartsWith("checks", StringComparison.Ordinal) ? "rate>0" : "max<1")).Should().BeEmpty();

    private static string[] ExpressionsOf(LoadMetricKind kind) => kind switch
    {
        LoadMetricKind.Counter => ["count<1", "rate>1"],
        LoadMetricKind.Gauge => ["value<1"],
        LoadMetricKind.Rate => ["rate<1"],
        _ => ["avg<1", "min<1", "med<1", "max<1", "p(99.9)<1"],
    };

    private static IReadOnlyList<SuiteProblem> Validate(params (string Metric, string Expression)[] thresholds) => ThresholdValidator.Validate(new LoadSpec
    {
        Scenarios = [new ConstantVusSpec { Name = "steady", Exec = "ask", Duration = TimeSpan.FromSeconds(1), Tags = new Dictionary<string, string> { ["team"] = "core" } }],
        Thresholds = [.. thresholds.Select(threshold => new ThresholdSpec(threshold.Metric, threshold.Expression))],
    });
}
