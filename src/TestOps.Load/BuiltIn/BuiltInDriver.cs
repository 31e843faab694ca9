using TestOps.Core.Engines;
using TestOps.Core.Phases;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Load.Baselines;
using TestOps.Load.BuiltIn.Wires;
using TestOps.Load.Metrics;
using TestOps.Load.Profiles;
using TestOps.Load.Reporting;
using TestOps.Load.Thresholds;

namespace TestOps.Load.BuiltIn;

/// <summary>Generates the load in this process: warms its client up on a loopback stub, runs the suite's profile, judges the thresholds.</summary>
internal sealed class BuiltInDriver(LoadSpec load, TargetPolicy policy) : ILoadDriver
{
    public async Task<LoadMeasurement> MeasureAsync(PhaseContext context, EngineLease lease, CancellationToken cancellationToken)
    {
        var target = LoadTarget.Of(lease, load.Http)!;
        var sessions = new LoadSessions(context, target.BaseAddress.Port);
        await ClientWarmUp.RunAsync(load, target.BaseAddress.Scheme == Uri.UriSchemeHttps, policy, context.Time, sessions.ForWarmUp, cancellationToken).ConfigureAwait(false);

        // What SIM and the warm-up have left is cleared away before the clock runs, and not by a pause within the load.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var board = new SampleBoard([.. new ThresholdSet(load).Selectors, .. AgainstMetrics.SelectorsOf(load)], Endpoints(context.Plan.Suite));
        var time = LoopTimeProvider.Of(context.Time);
        var dialer = LoadHttpClient.DialerOf(target, policy, time);
        using var users = new UserPool(() => new LoadHttpClient(target, dialer, time), board, LoopTimeProvider.TurnOf(time));
        var executors = load.Scenarios.Select(scenario => Executor.For(scenario, sessions.For(scenario, target.BaseAddress), users, board)).ToList();
        var driver = new LoadDriver(load, board, users, new LoadProfile(executors), context.Time, runEvent => context.AppendAsync(runEvent, CancellationToken.None));
        var measured = await driver.RunAsync(cancellationToken).ConfigureAwait(false);
        return Of(measured, FailureEvidence.Of(sessions.Failed));
    }

    // The result of a measurement is a value that is there, and no task's.
    private static LoadMeasurement Of(ProfileMeasurement measured, FailureEvidence failures) => new()
    {
        Driver = "builtin",
        Duration = measured.Result.Duration,
        Summary = LoadSummary.Of(measured.Result),
        Scenarios = [.. measured.Executors.Select(Tally)],
        Requests = measured.Result.Seconds.Sum(static second => second.Requests),
        Failed = measured.Result.Seconds.Sum(static second => second.Failed),
        Unanswered = measured.Result.Seconds.Sum(static second => second.Unanswered),
        Thresholds = [.. measured.Thresholds.Select(ThresholdVerdict.Of)],
        AbortedBy = measured.Abort is { Outcome.Threshold: var crossed } ? $"{crossed.Metric} {crossed.Expression}" : null,
        AbortedAfter = measured.Abort?.After,
        Endpoints = [.. measured.Result.Endpoints.Select(endpoint => EndpointSummary.Of(endpoint.Key, endpoint.Value, measured.Result.Duration))],
        Failures = failures,
        Generator = measured.Generator,
    };

    private static ScenarioTally Tally(Executor executor)
    {
        var tally = new ScenarioTally(executor.Scenario.Name, executor.Complete, executor.Interrupted, executor.Dropped, executor.Scenario.VusMax);
        return executor.Scenario.StartsPerSecondMax > 0 ? tally : tally with { DropReason = $"they had not begun when maxDuration ({DurationText.Format(executor.Scenario.Duration)}) was over" };
    }

    private IEnumerable<string> Endpoints(Suite suite) =>
        from scenario in suite.Sim?.Scenarios ?? []
        where load.Scenarios.Any(driven => driven.Exec == scenario.Name)
        from call in scenario.Calls
        select call.Name;
}
