using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Load.Metrics;
using TestOps.Load.Thresholds;

namespace TestOps.Load.Tests.Thresholds;

public sealed class ThresholdJudgeTests
{
    [Fact]
    public void Holds_ValuesThatK6Recorded_JudgesAsK6Did()
    {
        var judged = RecordedThreshold.All.Where(threshold => threshold.HasSamples && threshold.Values.ContainsKey(Parse(threshold.Expression).Method)).ToList();

        judged.Should().HaveCountGreaterThan(20);
        judged.Should().OnlyContain(threshold => Parse(threshold.Expression).Holds(threshold.Values[Parse(threshold.Expression).Method]) == threshold.Ok);
    }

    [Fact]
    public void Judge_NoSamples_IsInconclusiveWhereK6TookZero()
    {
        var recorded = RecordedThreshold.All
            .Where(threshold => threshold.Recording == "threshold-empty" && threshold.Metric.StartsWith("http_", StringComparison.Ordinal)).ToList();
        recorded.Should().Contain(threshold => threshold.Ok).And.Contain(threshold => !threshold.Ok);

        var outcomes = ThresholdJudge.Judge(Load([.. recorded.Select(threshold => new ThresholdSpec(threshold.Metric, threshold.Expression))]), LoadResult.Empty);

        outcomes.Should().HaveCount(recorded.Count).And.OnlyContain(outcome => outcome.Holds == null && outcome.Value == null);
    }

    [Theory]
    [InlineData("http_reqs", "count==3", 3)]
    [InlineData("http_reqs", "rate<2", 1.5)]
    [InlineData("http_reqs{status:500}", "count==1", 1)]
    [InlineData("http_reqs{name:ask,method:POST}", "count==2", 2)]
    [InlineData("http_reqs{name:ask,status:500}", "count==1", 1)]
    [InlineData("http_req_failed", "rate<0.4", 1.0 / 3)]
    [InlineData("http_req_failed{name:again}", "rate==0", 0)]
    [InlineData("http_req_duration", "avg<21", 20)]
    [InlineData("http_req_duration", "max<=30", 30)]
    [InlineData("http_req_duration", "min>=10", 10)]
    [InlineData("http_req_duration", "med<20.1", 20)]
    [InlineData("http_req_duration{expected_response:true}", "max<=20", 20)]
    [InlineData("http_req_waiting{error_code:1500}", "max<=30", 30)]
    [InlineData("http_req_duration_intended", "max<=35", 35)]
    [InlineData("vus", "value==4", 4)]
    [InlineData("vus_max", "value==9", 9)]
    public void Judge_Samples_ReadsTheMetric(string metric, string expression, double value)
    {
        var outcome = ThresholdJudge.Judge(Load(new ThresholdSpec(metric, expression)), Measure(metric)).Should().ContainSingle().Subject;

        outcome.Value.Should().BeApproximately(value, value * 0.0006);
        outcome.Holds.Should().BeTrue();
    }

    [Theory]
    [InlineData("http_req_duration{name:nobody}", "max<1")]
    [InlineData("http_reqs{status:404}", "count<1")]
    [InlineData("checks", "rate>0.9")]
    [InlineData("iterations", "count<5")]
    public void Judge_SubMetricWithoutSamples_IsInconclusive(string metric, string expression) =>
        ThresholdJudge.Judge(Load(new ThresholdSpec(metric, expression)), Measure(metric)).Should().ContainSingle().Which.Holds.Should().BeNull();

    [Fact]
    public void Judge_StartsWithoutADrop_AreDataForDroppedIterations()
    {
        var board = new SampleBoard([]);
        board.RecorderFor(0).Start("steady", 1000);

        ThresholdJudge.Judge(Load(new ThresholdSpec("dropped_iterations", "count==0")), board.Finish(TimeSpan.FromSeconds(1)))
            .Should().ContainSingle().Which.Holds.Should().BeTrue();
    }

    [Fact]
    public void Judge_MalformedThreshold_Throws() =>
        FluentActions.Invoking(() => ThresholdJudge.Judge(Load(new ThresholdSpec("http_reqs", "nonsense")), LoadResult.Empty)).Should().Throw<InvalidSuiteException>();

    private static LoadResult Measure(string key)
    {
        MetricSelector.TryParse(key, out var selector, out _).Should().BeTrue();
        var board = new SampleBoard([selector!]);
        var samples = new[] { ("ask", 200, 10), ("again", 200, 20), ("ask", 500, 30) };
        for (var i = 0; i < samples.Length; i++)
        {
            var (name, status, milliseconds) = samples[i];
            var tags = new SampleTags("steady", name, "POST", status, status >= 400 ? 1000 + status : 0, status < 400);
            board.RecorderFor(i).Request(new RequestSample(tags, new CallTimings(0, 0, 0, 0, milliseconds * 1_000_000L, 0, 0, 0), 5_000_000));
        }

        board.TakeSecond(0, 4, 9);
        return board.Finish(TimeSpan.FromSeconds(2));
    }

    private static ThresholdExpression Parse(string source)
    {
        ThresholdExpression.TryParse(source, out var expression, out _).Should().BeTrue();
        return expression!;
    }

    private static LoadSpec Load(params ThresholdSpec[] thresholds) => new()
    {
        Scenarios = [new ConstantVusSpec { Name = "steady", Exec = "ask", Duration = TimeSpan.FromSeconds(1) }],
        Thresholds = thresholds,
    };
}
