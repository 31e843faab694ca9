using TestOps.Core.Journaling;
using TestOps.Core.WarRoom;

namespace TestOps.Load.Tests.K6;

public sealed class K6StopTests
{
    [Theory]
    [InlineData("sigint", "handleSummary")]
    [InlineData("sigterm", "summary-export")]
    [InlineData("sigint-slow-teardown", "summary-export")]
    public async Task RunAsync_Cancelled_LetsK6FinishAndReportsWhatWasMeasuredWithoutGates(string recorded, string source)
    {
        using var cancellation = new CancellationTokenSource();
        await using var bench = await K6Bench.CreateAsync(recorded, before: CancelOnSecond(cancellation));

        await FluentActions.Awaiting(() => bench.RunAsync(cancellation.Token)).Should().ThrowAsync<OperationCanceledException>();

        bench.Artifact["exit_code"]!.GetValue<int>().Should().Be(105);
        bench.Artifact["cancelled"]!.GetValue<bool>().Should().BeTrue();
        bench.Artifact["summary_source"]!.GetValue<string>().Should().Be(source);
        bench.Metric("http_reqs").Value.Should().BePositive();
        bench.Journal.Events.OfType<GateMeasured>().Should().BeEmpty("a load that was cut short proves nothing");
        bench.Journal.Events.OfType<IncidentOpened>().Should().BeEmpty();
        bench.Engine.OpenLeases.Should().Be(0);
    }

    [Fact]
    public async Task RunAsync_CancelledAndTeardownHangs_InterruptsAgainAndReportsTheStream()
    {
        using var cancellation = new CancellationTokenSource();
        await using var bench = await K6Bench.CreateAsync("sigint-twice", Hurried, before: CancelOnSecond(cancellation));

        await FluentActions.Awaiting(() => bench.RunAsync(cancellation.Token)).Should().ThrowAsync<OperationCanceledException>();

        bench.Artifact["exit_code"]!.GetValue<int>().Should().Be(105);
        bench.Artifact["summary_source"]!.GetValue<string>().Should().Be("stream", "after a second interrupt k6 writes none");
        bench.Metric("http_reqs").Value.Should().BePositive();
    }

    [Fact]
    public async Task RunAsync_CancelledAndK6IsDeaf_KillsIt()
    {
        using var cancellation = new CancellationTokenSource();
        await using var bench = await K6Bench.CreateAsync(
            "sigint-twice",
            sandbox =>
            {
                Hurried(sandbox);
                sandbox.Play("deaf", true);
            },
            before: CancelOnSecond(cancellation));

        await FluentActions.Awaiting(() => bench.RunAsync(cancellation.Token)).Should().ThrowAsync<OperationCanceledException>();

        bench.Artifact["exit_code"]!.GetValue<int>().Should().Be(137);
        bench.Metric("http_reqs").Value.Should().BePositive();
    }

    [Fact]
    public async Task RunAsync_K6IsKilled_ReportsWhatCameAndIsInconclusive()
    {
        await using var bench = await K6Bench.CreateAsync("sigkill", sandbox =>
        {
            sandbox.Play("waits_for_signal_after_lines", null!);
            sandbox.Play("kills_itself_after_bytes", 20_000);
        });

        await bench.RunAsync();

        bench.Gate("k6").Should().BeEquivalentTo(new { Holds = (bool?)null, Value = "k6 ended by signal 9", Detail = "k6 was killed by signal 9" });
        bench.Artifact["unreadable_lines"]!.GetValue<long>().Should().Be(1, "the kill came within a line");
        bench.Metric("http_reqs").Value.Should().BePositive();
        bench.Incidents.Should().Contain(IncidentCodes.LoadToolFailed);
    }

    [Fact]
    public async Task RunAsync_SomebodyElseInterruptsK6_IsInconclusive()
    {
        await using var bench = await K6Bench.CreateAsync("sigint", sandbox => sandbox.Play("waits_for_signal_after_lines", null!));

        await bench.RunAsync();

        bench.Gate("k6").Detail.Should().StartWith("k6 was interrupted by a signal that TestOps did not send: test run was aborted because k6 received a 'interrupt' signal");
        bench.Gates["k6"].Should().Be("?");
    }

    [Fact]
    public async Task RunAsync_JournalFails_EndsK6AndRises()
    {
        await using var bench = await K6Bench.CreateAsync(
            "sigint-twice", before: runEvent => { if (runEvent is LoadSecondMeasured or PhaseProgress) { throw new StoreUnavailableException("the store", "the disk is full"); } });

        await FluentActions.Awaiting(() => bench.RunAsync()).Should().ThrowAsync<StoreUnavailableException>();

        bench.Engine.OpenLeases.Should().Be(0);
        Directory.EnumerateFileSystemEntries(bench.Sandbox.Work).Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_JournalIsSlow_K6DoesNotWaitForIt()
    {
        // Ten times the recording is more than ten times what a pipe holds: k6 would stand still if nobody read on.
        var isFirst = true;
        await using var bench = await K6Bench.CreateAsync(
            "ramping-arrival-rate",
            sandbox => sandbox.Play("times", 10),
            before: runEvent =>
            {
                if (runEvent is LoadSecondMeasured && isFirst)
                {
                    isFirst = false;
                    SpinWait.SpinUntil(() => File.Exists(Path.Combine(Directory.EnumerateDirectories(Sandbox!.Work).Single(), "summary.json")), TimeSpan.FromSeconds(30)).Should().BeTrue("k6 ends although the journal stands still");
                }
            });
        Sandbox = bench.Sandbox;

        await bench.RunAsync();

        isFirst.Should().BeFalse();
        bench.Gates["k6"].Should().Be("PASS");
        bench.Journal.Events.OfType<LoadSecondMeasured>().Sum(second => second.Requests).Should().BeGreaterThan(600);
    }

    private static K6Sandbox? Sandbox { get; set; }

    private static Action<RunEvent> CancelOnSecond(CancellationTokenSource cancellation) => runEvent =>
    {
        if (runEvent is PhaseProgress or LoadSecondMeasured)
        {
            cancellation.Cancel();
        }
    };

    // What a first interrupt is waited for is what the script's options allow.
    private static void Hurried(K6Sandbox sandbox)
    {
        sandbox.Inspect("teardownTimeout", "100ms");
        sandbox.Inspect("handleSummaryTimeout", "100ms");
    }
}
