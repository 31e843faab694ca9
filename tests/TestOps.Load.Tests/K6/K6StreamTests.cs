using System.Text;
using System.Text.Json.Nodes;
using TestOps.Load.K6;
using TestOps.Load.Metrics;

namespace TestOps.Load.Tests.K6;

/// <summary>k6's sample stream, of every recorded run: nothing is lost, nothing is counted twice, and no split of it matters.</summary>
public sealed class K6StreamTests
{
    private static readonly string s_recordings = Path.Combine(AppContext.BaseDirectory, "Recordings");

    public static TheoryData<string> Recorded => [.. Directory.EnumerateDirectories(s_recordings).Where(folder => File.Exists(Path.Combine(folder, "samples.ndjson"))).Select(folder => Path.GetFileName(folder)!)];

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task Tally_OfARecordedRun_AgreesWithK6sOwnSummaryOfThatRun(string recorded)
    {
        var (totals, seconds) = await ReadAsync(File.ReadAllBytes(Samples(recorded)), []);
        var export = Path.Combine(s_recordings, recorded, "summary-export.json");

        seconds.Select(second => second.Second).Should().Equal(Enumerable.Range(0, seconds.Count), "seconds without samples are there, too");
        if (!File.Exists(export))
        {
            return;
        }

        var metrics = JsonNode.Parse(File.ReadAllText(export))!["metrics"]!.AsObject();
        Count(metrics, "http_reqs", "count").Should().Be(seconds.Sum(second => second.Requests));
        Count(metrics, "http_req_failed", "passes").Should().Be(seconds.Sum(second => second.Failed));
        Count(metrics, "iterations", "count").Should().Be(seconds.Sum(second => second.Iterations));
        Count(metrics, "dropped_iterations", "count").Should().Be(seconds.Sum(second => second.Dropped));
        Count(metrics, "http_reqs", "count").Should().Be(seconds.Sum(second => LatencyHistogram.Decode(second.DurationHistogram).Count));
        foreach (var (name, metric) in metrics.Where(metric => totals.Metrics.ContainsKey(metric.Key)))
        {
            var ours = totals.Metrics[name]["values"]!;
            foreach (var value in (string[])["count", "avg", "min", "max", "passes", "fails"])
            {
                if (metric![value] is { } theirs && ours[value] is { } our)
                {
                    Number(our).Should().BeApproximately(Number(theirs), Math.Max(1e-6, Math.Abs(Number(our)) * 1e-9), "{0} {1} is the same sum over the same samples", name, value);
                }
            }

            if (metric!["p(95)"] is { } p95 && ours["p(95)"] is { } ourP95)
            {
                // Our histogram rounds to microseconds, and to 0.1 %.
                Number(ourP95).Should().BeApproximately(Number(p95), Math.Max(0.002, Number(p95) * 0.001), name);
            }
        }
    }

    [Fact]
    public async Task ReadAsync_DurationBeyondAnyHistogram_IsOneMoreSample()
    {
        // What a script does that adds a point in time, or a mistake, to a trend of durations.
        const string Stream = """
            {"type":"Metric","data":{"name":"since","type":"trend","contains":"time","thresholds":[],"submetrics":null},"metric":"since"}
            {"metric":"since","type":"Point","data":{"time":"2026-01-01T00:00:00Z","value":1.7e18,"tags":{}}}
            {"metric":"since","type":"Point","data":{"time":"2026-01-01T00:00:00Z","value":1.7976931348623157e308,"tags":{}}}
            """;

        var (totals, _) = await ReadAsync(Encoding.UTF8.GetBytes(Stream), []);

        totals.Metrics["since"]["values"]!["count"]!.GetValue<long>().Should().Be(2);
        totals.Unreadable.Should().Be(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task ReadAsync_AnySplit_BringsTheSame(int chunk)
    {
        var bytes = File.ReadAllBytes(Samples("multi-scenario"));
        var (whole, wholeSeconds) = await ReadAsync(bytes, ["http_reqs{scenario:buy}"]);

        var (split, splitSeconds) = await ReadAsync(bytes, ["http_reqs{scenario:buy}"], chunk);

        splitSeconds.Should().Equal(wholeSeconds);
        split.Samples["http_reqs{scenario:buy}"].Should().Be(8);
        split.Should().BeEquivalentTo(whole, options => options.Excluding(totals => totals.Metrics));
        split.Unreadable.Should().Be(0);
    }

    [Fact]
    public async Task ReadAsync_CutWithinALine_CountsItAndKeepsTheRest()
    {
        var bytes = File.ReadAllBytes(Samples("pass"));
        var (whole, _) = await ReadAsync(bytes, []);

        var (cut, seconds) = await ReadAsync(bytes[..^40], []);

        cut.Unreadable.Should().Be(1);
        Number(cut.Metrics["iterations"]["values"]!["count"]!).Should().Be(Number(whole.Metrics["iterations"]["values"]!["count"]!) - 1, "the last line is one of them");
        seconds.Sum(second => second.Requests).Should().Be(30);
    }

    [Fact]
    public async Task ReadAsync_TextOfASummaryAfterTheSamples_IsNotRead()
    {
        var text = File.ReadAllText(Samples("pass")) + "\n\n  █ THRESHOLDS \n\n    checks\n    ✓ 'rate>0.99' rate=100.00%\n{\"mine\":1}\n";

        var (totals, seconds) = await ReadAsync(Encoding.UTF8.GetBytes(text), []);

        totals.Unreadable.Should().Be(4);
        seconds.Sum(second => second.Requests).Should().Be(30);
    }

    [Fact]
    public async Task ReadAsync_LineWithoutEnd_IsDroppedAndReadingGoesOn()
    {
        var line = File.ReadLines(Samples("pass")).Last();
        var bytes = Encoding.UTF8.GetBytes("{" + new string('x', 3 * 1024 * 1024) + "\n" + line + "\n");

        var (totals, seconds) = await ReadAsync(bytes, []);

        totals.Unreadable.Should().Be(1);
        seconds.Should().ContainSingle();
    }

    [Fact]
    public async Task ReadAsync_SampleOfAClockThatWasSet_CountsForTheNewestSecond()
    {
        var lines = RequestsAt(0, 1.5, 2e11, 2);

        var (_, seconds) = await ReadAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines)), []);

        seconds.Select(second => second.Requests).Should().Equal(1, 2, 1);
    }

    [Fact]
    public async Task ReadAsync_LateSamples_CountForTheOldestOpenSecond()
    {
        var lines = RequestsAt(0, 1.9, 3.5, 0.5, -1);

        var (_, seconds) = await ReadAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines)), []);

        seconds.Select(second => second.Requests).Should().Equal(1, 1, 2, 1);
    }

    [Fact]
    public async Task ReadAsync_SecondsAreClosed_AsSoonAsTheNextButOneBegins()
    {
        var lines = File.ReadAllLines(Samples("ramping-arrival-rate"));
        var seconds = new List<LoadSecond>();
        var closedWhen = new List<int>();
        await using var source = new ChunkedStream(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), 1000);

        await K6Stream.ReadAsync(source, [], second =>
        {
            seconds.Add(second);
            closedWhen.Add((int)source.Position);
        }, CancellationToken.None);

        closedWhen[0].Should().BeLessThan((int)source.Length * 9 / 10, "the first of three seconds is not kept to the end");
        seconds.Should().HaveCountGreaterThanOrEqualTo(3);
    }

    [Fact]
    public async Task ReadAsync_ErrorCodes_TellWhatGotNoAnswer()
    {
        var (_, seconds) = await ReadAsync(File.ReadAllBytes(Samples("http-errors")), []);

        seconds.Sum(second => second.Unanswered).Should().Be(4, "timeouts; a 404 is an answer");
        seconds.Sum(second => second.Failed).Should().BeGreaterThan(4);
    }

    private static string Samples(string recorded) => Path.Combine(s_recordings, recorded, "samples.ndjson");

    private static long Count(JsonObject metrics, string metric, string value) => metrics[metric]?[value]?.GetValue<long>() ?? 0;

    private static double Number(JsonNode value) => double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string> RequestsAt(params double[] seconds) => seconds.Select(static time => new JsonObject
    {
        ["metric"] = "http_reqs",
        ["type"] = "Point",
        ["data"] = new JsonObject { ["time"] = DateTimeOffset.UnixEpoch.AddSeconds(time + 10).ToString("O"), ["value"] = 1, ["tags"] = new JsonObject { ["status"] = "200" } },
    }.ToJsonString());

    private static async Task<(K6StreamTotals Totals, List<LoadSecond> Seconds)> ReadAsync(byte[] bytes, string[] keys, int chunk = int.MaxValue)
    {
        var seconds = new List<LoadSecond>();
        await using var source = new ChunkedStream(bytes, chunk);
        return (await K6Stream.ReadAsync(source, keys, seconds.Add, CancellationToken.None), seconds);
    }
}
