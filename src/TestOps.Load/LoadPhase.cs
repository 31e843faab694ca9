using System.Globalization;
using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Phases;
using TestOps.Core.Planning;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Core.WarRoom;
using TestOps.Load.BuiltIn;
using TestOps.Load.Metrics;
using TestOps.Load.Profiles;
using TestOps.Load.Reporting;
using TestOps.Load.Thresholds;

namespace TestOps.Load;

/// <summary>
/// The load phase with the built-in driver: leases the engine, warms its client up on a loopback stub, runs the suite's profile against the lease's address,
/// writes a record a second, judges the thresholds.
/// </summary>
public sealed class LoadPhase : IPhase
{
    internal const string PhaseName = "load";
    private readonly TargetPolicy _policy;

    /// <summary>Creates the phase; <paramref name="policy"/> says which targets may be driven.</summary>
    public LoadPhase(TargetPolicy policy) => _policy = policy;

    /// <inheritdoc />
    public string Name => PhaseName;

    /// <inheritdoc />
    /// <exception cref="TestOpsException">The engine has no address, or cannot be leased.</exception>
    /// <exception cref="TargetRefusedException">The policy refuses the engine's address.</exception>
    /// <exception cref="InvalidSuiteException">The load exceeds the operator's caps, or a threshold is malformed.</exception>
    public async Task RunAsync(PhaseContext context, CancellationToken cancellationToken)
    {
        var load = context.Plan.Suite.Load ?? throw new InvalidOperationException("The plan has no load section.");
        RefuseInvalid(load, context.Plan);
        var lease = await context.Engine.LeaseAsync(new LeaseRequest(LeasePurpose.Load), cancellationToken).ConfigureAwait(false);
        await using var leased = lease.ConfigureAwait(false);
        var target = LoadTarget.Of(lease, load.Http) ?? throw new TestOpsException(
            IncidentCodes.EngineUnreachable, $"{context.Engine.DisplayName} gives the load phase no address to send requests to", "leave load out of the phases, or use an engine that serves HTTP");
        await TargetGuard.CheckAsync(_policy, target.BaseAddress, cancellationToken).ConfigureAwait(false);
        await context.ReportLeaseAsync(lease, Name, 0, cancellationToken).ConfigureAwait(false);

        var sessions = new LoadSessions(context, lease.BaseAddress?.Port);
        await ClientWarmUp.RunAsync(load, _policy, context.Time, sessions.ForWarmUp, cancellationToken).ConfigureAwait(false);
        var measurement = await MeasureAsync(context, load, target, sessions, cancellationToken).ConfigureAwait(false) with { Host = lease.Host };

        await context.ReportEndOfProcessAsync(lease, Name, CancellationToken.None).ConfigureAwait(false);

        // What was measured is reported even where the run is being cancelled: the runner's second token, not this one, ends that.
        await LoadReport.WriteAsync(context, load, measurement, cancellationToken.IsCancellationRequested, CancellationToken.None).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static void RefuseInvalid(LoadSpec load, Plan plan)
    {
        var problems = new List<SuiteProblem>(ThresholdValidator.Validate(load));
        LoadCapRules.Check(plan.Suite, plan.Caps, problems);
        if (problems.Count > 0)
        {
            throw new InvalidSuiteException(string.Create(CultureInfo.InvariantCulture, $"load of {plan.Suite.Name}"), problems);
        }
    }

    private async Task<LoadMeasurement> MeasureAsync(PhaseContext context, LoadSpec load, LoadTarget target, LoadSessions sessions, CancellationToken cancellationToken)
    {
        var board = new SampleBoard(load.Thresholds.Select(threshold => Selector(threshold.Metric)));
        using var users = new UserPool(() => new LoadHttpClient(target, _policy, context.Time), board);
        var executors = load.Scenarios.Select(scenario => Executor.For(scenario, sessions.For(scenario, target.BaseAddress), users, board)).ToList();
        var driver = new LoadDriver(load, board, users, new LoadProfile(executors), context.Time, runEvent => context.AppendAsync(runEvent, CancellationToken.None));
        var measurement = await driver.RunAsync(cancellationToken).ConfigureAwait(false);
        return measurement with { FailedCalls = sessions.Failed };
    }

    private static MetricSelector Selector(string key) =>
        MetricSelector.TryParse(key, out var selector, out var reason) ? selector : throw new InvalidOperationException($"{key} was validated, but {reason}.");
}
