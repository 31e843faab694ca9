using System.Globalization;
using CsCheck;
using TestOps.Core.Engines;
using TestOps.Load.Metrics;

namespace TestOps.Load.Tests.Metrics;

public sealed class LoadResultTests
{
    private static readonly Gen<LoadResult> s_results =
        from samples in Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2], Gen.Long[0, 5_000_000_000], Gen.Bool).Array[0, 25]
        from seconds in Gen.Int[0, 3]
        from durationMs in Gen.Int[0, 5000]
        select Measure(samples, seconds, durationMs);

    [Fact]
    public void Merge_AnyResults_IsCommutative() =>
        Gen.Select(s_results, s_results).Sample((a, b) => Text(a.Merge(b)) == Text(b.Merge(a)), iter: 50);

    [Fact]
    public void Merge_AnyResults_IsAssociative() =>
        Gen.Select(s_results, s_results, s_results).Sample((a, b, c) => Text(a.Merge(b).Merge(c)) == Text(a.Merge(b.Merge(c))), iter: 50);

    [Fact]
    public void Merge_Empty_ChangesNothing() => s_results.Sample(a => Text(a.Merge(LoadResult.Empty)) == Text(a), iter: 50);

    [Fact]
    public void Merge_AnyResults_LeavesItsPartsAlone() =>
        Gen.Select(s_results, s_results).Sample((a, b) =>
        {
            var before = (Text(a), Text(b));
            a.Merge(b);
            return (Text(a), Text(b)) == before;
        }, iter: 50);

    [Fact]
    public void Finish_OneUserOrMany_IsTheSameResult() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2], Gen.Long[0, 5_000_000_000], Gen.Bool).Array[0, 25]
            .Sample(samples => Text(Measure(samples, 1, 1000)) == Text(Measure([.. samples.Select(sample => (0, sample.Item2, sample.Item3, sample.Item4))], 1, 1000)), iter: 50);

    [Fact]
    public void Gauge_NoFullSecond_IsAbsent() => Measure([], 0, 300).Gauge(MetricNames.Vus).Should().BeNull();

    [Fact]
    public void Gauge_Seconds_HasLastLowestAndHighest()
    {
        var board = new SampleBoard([]);
        board.TakeSecond(0, 3, 5);
        board.TakeSecond(1, 1, 5);
        board.TakeSecond(2, 2, 6);
        board.TakeSecond(3, null, null);

        board.Finish(TimeSpan.FromSeconds(3.4)).Gauge(MetricNames.Vus).Should().Be(new GaugeLevels(2, 1, 3));
    }

    [Fact]
    public void TakeSecond_SamplesOfAllRecorders_AreInTheSecondTheyCameIn()
    {
        var board = new SampleBoard([]);
        Record(board, 0, 0, 1_000_000, failed: false);
        Record(board, 1, 0, 2_000_000, failed: true);
        var first = board.TakeSecond(0, 2, 2);
        Record(board, 1, 0, 3_000_000, failed: false);
        var second = board.TakeSecond(1, 2, 2);
        var third = board.TakeSecond(2, 2, 2);

        (first.Requests, first.Failed, LatencyHistogram.Decode(first.DurationHistogram).Count).Should().Be((2, 1, 2));
        (second.Requests, second.Failed, LatencyHistogram.Decode(second.DurationHistogram).PercentileUs(50)).Should().Be((1, 0, 3001.0));
        third.Requests.Should().Be(0);
        board.Finish(TimeSpan.FromSeconds(3)).Count(MetricNames.HttpReqs).Should().Be(3);
    }

    private static LoadResult Measure((int User, int Name, long DurationNs, bool Failed)[] samples, int seconds, int durationMs)
    {
        MetricSelector.TryParse("http_reqs{name:step1}", out var selector, out _);
        var board = new SampleBoard([selector!]);
        foreach (var sample in samples)
        {
            Record(board, sample.User, sample.Name, sample.DurationNs, sample.Failed);
            board.RecorderFor(sample.User).Check(new SampleTags("steady", Check: "status"), !sample.Failed);
            board.RecorderFor(sample.User).Start("steady", sample.DurationNs / 10);
            board.RecorderFor(sample.User).Dropped("steady", sample.Failed ? 1 : 0);
        }

        for (var second = 0; second < seconds; second++)
        {
            board.TakeSecond(second, second + 1, 4);
        }

        return board.Finish(TimeSpan.FromMilliseconds(durationMs));
    }

    private static void Record(SampleBoard board, int user, int name, long durationNs, bool failed) => board.RecorderFor(user).Request(new RequestSample(
        new SampleTags("steady", string.Create(CultureInfo.InvariantCulture, $"step{name}"), "GET", failed ? 500 : 200, failed ? 1500 : 0, !failed),
        new CallTimings(0, 0, 0, 0, durationNs, 0, 0, 0)));

    private static string Text(LoadResult result) => string.Join('\n', [
        result.Duration.ToString(),
        .. result.Sinks.Select(sink => $"{sink.Key}: {sink.Value.Samples} {Text(sink.Value)}"),
        .. result.Seconds.Select(second => second.ToString()),
        $"{result.Gauge(MetricNames.Vus)} {result.Gauge(MetricNames.VusMax)}",
    ]);

    private static string Text(MetricSink sink) => sink switch
    {
        CounterSink counter => counter.Total.ToString(CultureInfo.InvariantCulture),
        RateSink rate => rate.Trues.ToString(CultureInfo.InvariantCulture),
        TrendSink trend => string.Join(' ', trend.MinMs, trend.MaxMs, trend.AverageMs, trend.PercentileMs(50), trend.PercentileMs(95)),
        _ => throw new InvalidOperationException(sink.GetType().Name),
    };
}
