using TestOps.Core.Journaling;

namespace TestOps.Load.Tests.K6;

public sealed class K6ConclusionTests
{
    [Theory]
    [InlineData("pass")]
    [InlineData("threshold-crossed")]
    [InlineData("threshold-abort")]
    [InlineData("threshold-empty")]
    [InlineData("iteration-throws")]
    [InlineData("target-down")]
    [InlineData("target-down-nothreshold")]
    [InlineData("multi-scenario")]
    [InlineData("constant-arrival-rate")]
    [InlineData("constant-arrival-rate-dropped")]
    [InlineData("ramping-vus")]
    [InlineData("ramping-arrival-rate")]
    [InlineData("per-vu-iterations")]
    [InlineData("per-vu-iterations-maxduration")]
    [InlineData("shared-iterations")]
    [InlineData("graceful-stop-interrupt")]
    [InlineData("setup-throws")]
    [InlineData("teardown-throws")]
    [InlineData("handle-summary-throws")]
    [InlineData("test-abort")]
    [InlineData("test-fail")]
    [InlineData("setup-timeout")]
    [InlineData("teardown-timeout")]
    [InlineData("http-errors")]
    [InlineData("rest-stop")]
    [InlineData("rest-addr-in-use")]
    public async Task RunAsync_RecordedCase_ComesToTheRightConclusion(string recorded)
    {
        await using var bench = await K6Bench.CreateAsync(recorded);

        await bench.RunAsync();

        Console.WriteLine($"@@ {recorded} {string.Join("; ", bench.Gates.Select(g => g.Key + "=" + g.Value))} || {string.Join(",", bench.Incidents)} || {bench.Artifact["summary_source"]} {bench.Artifact["exit_code"]} {bench.Artifact["conclusion"]} {bench.Artifact["aborted_by"]}");
        Console.WriteLine(string.Join("\n", bench.Journal.Events.OfType<GateMeasured>().Select(g => "   " + g.Gate + " | " + g.Value + " | " + g.Limit + " | " + g.Detail)));
    }
}
