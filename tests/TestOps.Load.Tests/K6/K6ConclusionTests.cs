using System.Text.RegularExpressions;
using TestOps.Core.Journaling;
using TestOps.Core.WarRoom;

namespace TestOps.Load.Tests.K6;

/// <summary>Every recorded run comes to the conclusion of docs/reference/load.md, whatever k6's exit code says.</summary>
public sealed class K6ConclusionTests
{
    // Recorded case, exit code, gates iterations answers k6 exceptions (P passes, F fails, ? is without data), the thresholds that fail, the codes of the incidents.
    [Theory]
    [InlineData("pass", 0, "PPPP", "", "")]
    [InlineData("threshold-crossed", 99, "PPPP", "http_req_duration p(95)<5", "LOAD.THRESHOLD_CROSSED")]
    [InlineData("threshold-abort", 99, "PPPP", "http_req_failed rate<0.5", "LOAD.ALL_FAILED LOAD.THRESHOLD_CROSSED")]
    [InlineData("iteration-throws", 0, "PPP?", "", "LOAD.SCRIPT_FAILED")]
    [InlineData("target-down", 99, "P?PP", "http_req_failed rate<0.05", "ENGINE.DIED LOAD.THRESHOLD_CROSSED")]
    [InlineData("target-down-nothreshold", 0, "P?PP", "", "ENGINE.DIED")]
    [InlineData("multi-scenario", 0, "PPPP", "", "")]
    [InlineData("constant-arrival-rate", 0, "PPPP", "", "")]
    [InlineData("constant-arrival-rate-dropped", 99, "PPPP", "dropped_iterations count<5", "LOAD.DROPPED_ITERATIONS LOAD.THRESHOLD_CROSSED")]
    [InlineData("ramping-vus", 0, "PPPP", "", "")]
    [InlineData("ramping-arrival-rate", 0, "PPPP", "", "")]
    [InlineData("per-vu-iterations", 0, "PPPP", "", "")]
    [InlineData("per-vu-iterations-maxduration", 0, "PPPP", "", "LOAD.DROPPED_ITERATIONS")]
    [InlineData("shared-iterations", 0, "PPPP", "", "")]
    [InlineData("graceful-stop-interrupt", 0, "??PP", "", "LOAD.NO_DATA")]
    [InlineData("setup-throws", 107, "???P", "", "LOAD.NO_DATA LOAD.SCRIPT_FAILED")]
    [InlineData("teardown-throws", 107, "PP?P", "", "LOAD.SCRIPT_FAILED")]
    [InlineData("handle-summary-throws", 0, "P?PP", "", "LOAD.NO_DATA LOAD.SCRIPT_FAILED")]
    [InlineData("test-abort", 108, "PP?P", "", "LOAD.SCRIPT_FAILED")]
    [InlineData("test-fail", 110, "PPFP", "", "LOAD.SCRIPT_FAILED")]
    [InlineData("setup-timeout", 100, "???P", "", "LOAD.NO_DATA LOAD.SCRIPT_FAILED")]
    [InlineData("teardown-timeout", 101, "P??P", "", "LOAD.NO_DATA LOAD.SCRIPT_FAILED")]
    [InlineData("http-errors", 0, "P?PP", "", "ENGINE.TIMED_OUT")]
    [InlineData("rest-stop", 103, "PP?P", "", "LOAD.TOOL_FAILED")]
    [InlineData("rest-addr-in-use", 106, "???P", "", "LOAD.NO_DATA LOAD.TOOL_FAILED")]
    public async Task RunAsync_RecordedCase_ComesToItsConclusion(string recorded, int exitCode, string gates, string crossed, string incidents)
    {
        await using var bench = await K6Bench.CreateAsync(recorded);

        await bench.RunAsync();

        bench.Artifact["exit_code"]!.GetValue<int>().Should().Be(exitCode);
        string.Concat(new[] { "iterations", "answers", "k6", "exceptions" }.Select(gate => bench.Gates[gate][..1])).Should().Be(gates);
        bench.Gates.Where(gate => gate.Key.Contains(' ', StringComparison.Ordinal) && gate.Value == "FAIL").Select(gate => gate.Key).Should().Equal(crossed.Split(';', StringSplitOptions.RemoveEmptyEntries));
        string.Join(' ', bench.Incidents.Distinct().Order(StringComparer.Ordinal)).Should().Be(incidents);
        bench.Engine.OpenLeases.Should().Be(0);
        Directory.EnumerateFileSystemEntries(bench.Sandbox.Work).Should().BeEmpty("the private folder goes with the load");
    }

    [Fact]
    public async Task RunAsync_ThresholdsWithoutSamples_AreInconclusiveWhateverK6Says()
    {
        await using var bench = await K6Bench.CreateAsync("threshold-empty");

        await bench.RunAsync();

        bench.Gates.Where(gate => gate.Key.Contains(' ', StringComparison.Ordinal)).Should().HaveCount(9).And.OnlyContain(gate => gate.Value == "?");
        bench.Gate("http_req_duration p(95)<500").Should().BeEquivalentTo(new { Holds = (bool?)null, Value = "no samples", Margin = (string?)null });
        bench.Artifact["metrics"]!["p95_ms"].Should().BeNull("k6's zero is no latency");
        bench.Artifact["metrics"]!.AsObject().Should().NotContainKey("http_req_duration");
        bench.Artifact["thresholds"]!["t_never"]!["avg<1"]!.ToJsonString().Should().Be("""{"ok":null,"value":null}""");
    }

    [Fact]
    public async Task RunAsync_ExportInsteadOfSummary_ReadsTheInvertedBooleansRight()
    {
        await using var bench = await K6Bench.CreateAsync("threshold-crossed", sandbox => sandbox.Remove("hs.summary.json"));

        await bench.RunAsync();

        bench.Artifact["summary_source"]!.GetValue<string>().Should().Be("summary-export");
        bench.Gates["http_req_duration p(95)<5"].Should().Be("FAIL");
        bench.Gates["http_req_duration max<60000"].Should().Be("PASS");
        bench.Gates["checks rate>0.5"].Should().Be("PASS");
        bench.Metric("http_req_failed").Data!["values"]!.AsObject().Select(value => value.Key).Should().BeEquivalentTo("rate", "passes", "fails");
        bench.Metric("http_req_duration").Should().BeEquivalentTo(new { Unit = "ms" });
        bench.Metric("http_reqs").Data!["type"]!.GetValue<string>().Should().Be("counter");
    }

    [Fact]
    public async Task RunAsync_ExitZeroWithoutASummary_IsNoPass()
    {
        await using var bench = await K6Bench.CreateAsync("pass", sandbox =>
        {
            sandbox.Remove("hs.summary.json");
            sandbox.Remove("summary-export.json");
        });

        await bench.RunAsync();

        bench.Gate("k6").Should().BeEquivalentTo(new { Holds = (bool?)null, Value = "k6 ended with exit code 0", Detail = "k6 wrote no summary, so that its figures and verdicts are not known" });
        bench.Gate("http_req_duration p(95)<500").Should().BeEquivalentTo(new { Holds = (bool?)null, Value = "no verdict" });
        bench.Incidents.Should().Contain(IncidentCodes.LoadToolFailed);
        bench.Metric("http_reqs").Value.Should().Be(30, "what the stream brought is reported");
    }

    [Fact]
    public async Task RunAsync_SummaryCutShort_IsNone()
    {
        await using var bench = await K6Bench.CreateAsync("pass", sandbox =>
        {
            var path = Path.Combine(sandbox.Folder, "hs.summary.json");
            File.WriteAllText(path, File.ReadAllText(path)[..500]);
            sandbox.Remove("summary-export.json");
        });

        await bench.RunAsync();

        bench.Gates["k6"].Should().Be("?");
        bench.Artifact["summary_source"]!.GetValue<string>().Should().Be("stream");
    }

    [Fact]
    public async Task RunAsync_EveryRequestFailsAndNoThresholdAsks_IsNoPass()
    {
        await using var bench = await K6Bench.CreateAsync("threshold-abort", sandbox =>
        {
            sandbox.Inspect("thresholds", new System.Text.Json.Nodes.JsonObject());
            sandbox.Play("exit", 0);
        });

        await bench.RunAsync();

        bench.Gate("answers").Holds.Should().BeNull();
        bench.Gate("answers").Detail.Should().StartWith("every request failed, and no threshold on http_req_failed or checks says that it may");
        bench.Incidents.Should().Contain(IncidentCodes.LoadAllFailed);
    }

    // A script's option systemTags may leave out any of them.
    [Theory]
    [InlineData("the first at 2026-11-22T16:02:44Z, GET http://127.0.0.1:31847/status/503: status 503", "expected_response")]
    [InlineData("answered with a failure", "expected_response", "status", "error_code")]
    public async Task RunAsync_EveryRequestFailsAndTagsAreMissing_IsTold(string told, params string[] missing)
    {
        await using var bench = await K6Bench.CreateAsync("threshold-abort", sandbox =>
        {
            var path = Path.Combine(sandbox.Folder, "samples.ndjson");
            File.WriteAllText(path, missing.Aggregate(File.ReadAllText(path), static (text, tag) => Regex.Replace(text, $"\"{tag}\":\"[^\"]*\",?", "").Replace(",}", "}", StringComparison.Ordinal)));
        });

        await bench.RunAsync();

        bench.Journal.Events.OfType<IncidentOpened>().Single(incident => incident.Code == IncidentCodes.LoadAllFailed).Message.Should().EndWith(told);
    }

    [Fact]
    public async Task RunAsync_ThresholdEndedTheLoad_SaysWhich()
    {
        await using var bench = await K6Bench.CreateAsync("threshold-abort");

        await bench.RunAsync();

        bench.Artifact["aborted_by"]!.GetValue<string>().Should().Be("http_req_failed rate<0.5");
        bench.Artifact["conclusion"]!.GetValue<string>().Should().Be("a threshold with abortOnFail ended it early");
    }

    [Fact]
    public async Task RunAsync_CustomMetrics_AreInTheSummaryAndTheirThresholdsAreGates()
    {
        await using var bench = await K6Bench.CreateAsync("multi-scenario");

        await bench.RunAsync();

        bench.Metric("my_latency").Should().BeEquivalentTo(new { Unit = "ms" });
        bench.Metric("my_sizes").Should().BeEquivalentTo(new { Unit = "count" }, "a trend of anything but time has no milliseconds");
        bench.Metric("my_orders").Value.Should().Be(8);
        bench.Metric("my_success").Unit.Should().Be("share");
        bench.Metric("my_queue_depth").Data!["type"]!.GetValue<string>().Should().Be("gauge");
        bench.Gate("my_orders count>3").Should().BeEquivalentTo(new { Holds = (bool?)true, Value = "8", Limit = "> 3", Margin = "5" });
        bench.Gate("http_req_duration{kind:write} avg<400").Value.Should().MatchRegex("^[0-9.]+ ms$");
        bench.Artifact["scenarios"]!.AsArray().Select(scenario => (scenario!["name"]!.GetValue<string>(), scenario["iterations"]!.GetValue<long>())).Should().BeEquivalentTo([("browse", 14L), ("buy", 8L)]);
        bench.Journal.Events.OfType<MetricMeasured>().Select(metric => metric.Name).Should().BeInAscendingOrder(StringComparer.Ordinal);
    }
}
