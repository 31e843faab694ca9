using TestOps.Core.Engines;
using TestOps.Core.Phases;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Load.Baselines;
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
        var target = LoadTarget.Of(lease)!;
        var sessions = new LoadSessions(context, target.BaseAddress.Port);
        await ClientWarmUp.RunAsync(load, policy, context.Time, sessions.ForWarmUp, cancellationToken).ConfigureAwait(false);
        var board = new SampleBoard(load.Thresholds.Select(static threshold => threshold.Metric).Concat(AgainstMetrics.Of(load)).Distinct(StringComparer.Ordinal).Select(Selector));
        using var users = new UserPool(() => new LoadHttpClient(target, policy, context.Time), board);
        var executors = load.Scenarios.Select(scenario => Executor.For(scenario, sessions.For(scenario, target.BaseAddress), users, board)).ToList();
        var driver = new LoadDriver(load, board, users, new LoadProfile(executors), context.Time, runEvent => context.AppendAsync(runEvent, CancellationToken.None));
        var measured = await driver.RunAsync(cancellationToken).ConfigureAwait(false);
        return Of(measured, FailureEvidence.Of(sessions.Failed));
    }

    private LoadMeasurement Of(ProfileMeasurement measured, FailureEvidence failures) => new()
    {
        Driver = "builtin",
        Duration = measured.Result.Duration,
        Summary = LoadSummary.Of(measured.Result),
        Scenarios = [.. measured.Executors.Select(static executor => new ScenarioTally(
            executor.Scenario.Name, executor.Complete, executor.Interrupted, executor.Dropped, executor.Scenario.VusMax))],
        Requests = measured.Result.Seconds.Sum(static second => second.Requests),
        Failed = measured.Result.Seconds.Sum(static second => second.Failed),
        Unanswered = measured.Result.Seconds.Sum(static second => second.Unanswered),
        Thresholds = [.. ThresholdJudge.Judge(load, measured.Result).Select(ThresholdVerdict.Of)],
        Failures = failures,
        Generator = measured.Generator,
    };

    private static MetricSelector Selector(string key) =>
        MetricSelector.TryParse(key, out var selector, out var reason) ? selector : throw new InvalidOperationException($"{key} was validated, but {reason}.");
}
