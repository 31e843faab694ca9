using System.Globalization;
using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Phases;
using TestOps.Core.Planning;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Core.WarRoom;
using TestOps.Load.Baselines;
using TestOps.Load.BuiltIn;
using TestOps.Load.K6;
using TestOps.Load.Reporting;
using TestOps.Load.Thresholds;

namespace TestOps.Load;

/// <summary>
/// The load phase: leases the engine, lets the driver of the suite run its load against the lease's address with a record a second, and reports what was measured: metrics, gates,
/// warnings, and the section <c>k6</c> of the snapshot.
/// </summary>
public sealed class LoadPhase : IPreparedPhase
{
    internal const string PhaseName = "load";
    private const string K6Name = "k6";
    private readonly TargetPolicy _policy;
    private readonly K6Options _k6;

    /// <summary>Creates the phase; <paramref name="policy"/> says which targets may be driven, <paramref name="k6"/> what the k6 driver works with (default: without guard, by nothing but <c>load.k6</c>).</summary>
    public LoadPhase(TargetPolicy policy, K6Options? k6 = null)
    {
        _policy = policy;
        _k6 = k6 ?? new K6Options();
    }

    /// <inheritdoc />
    public string Name => PhaseName;

    /// <inheritdoc />
    /// <exception cref="ToolUnavailableException">The suite's load needs k6, and there is none that can be used.</exception>
    /// <exception cref="InvalidSuiteException">k6 refuses the script, the load exceeds the operator's caps, or a threshold is malformed.</exception>
    public async Task PrepareAsync(PhaseContext context, CancellationToken cancellationToken)
    {
        if (LoadOf(context.Plan) is { Driver: K6Name } load)
        {
            RefuseInvalid(load, context.Plan);
            await new K6Driver(load, _policy, _k6).PrepareAsync(context, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    /// <exception cref="TestOpsException">The engine has no address, or cannot be leased.</exception>
    /// <exception cref="TargetRefusedException">The policy refuses the engine's address.</exception>
    /// <exception cref="InvalidSuiteException">The load exceeds the operator's caps, or a threshold is malformed.</exception>
    public async Task RunAsync(PhaseContext context, CancellationToken cancellationToken)
    {
        var load = LoadOf(context.Plan);
        RefuseInvalid(load, context.Plan);
        ILoadDriver driver = load.Driver == K6Name ? new K6Driver(load, _policy, _k6) : new BuiltInDriver(load, _policy);
        var lease = await context.Engine.LeaseAsync(new LeaseRequest(LeasePurpose.Load), cancellationToken).ConfigureAwait(false);
        await using var leased = lease.ConfigureAwait(false);
        var address = lease.BaseAddress ?? throw new TestOpsException(
            IncidentCodes.EngineUnreachable, $"{context.Engine.DisplayName} gives the load phase no address to send requests to", "leave load out of the phases, or use an engine that serves HTTP");
        await TargetGuard.CheckAsync(_policy, address, cancellationToken).ConfigureAwait(false);
        await context.ReportLeaseAsync(lease, Name, 0, cancellationToken).ConfigureAwait(false);

        var measurement = await driver.MeasureAsync(context, lease, cancellationToken).ConfigureAwait(false) with { Host = lease.Host };

        await context.ReportEndOfProcessAsync(lease, Name, CancellationToken.None).ConfigureAwait(false);

        // What was measured is reported even where the run is being cancelled: the runner's second token, not this one, ends that.
        await LoadReport.WriteAsync(context, measurement, cancellationToken.IsCancellationRequested, CancellationToken.None).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static LoadSpec LoadOf(Plan plan) => plan.Suite.Load ?? throw new InvalidOperationException("The plan has no load section.");

    private static void RefuseInvalid(LoadSpec load, Plan plan)
    {
        var problems = new List<SuiteProblem>([.. ThresholdValidator.Validate(load), .. AgainstValidator.Validate(load)]);
        LoadCapRules.Check(plan.Suite, plan.Caps, problems);
        if (problems.Count > 0)
        {
            throw new InvalidSuiteException(string.Create(CultureInfo.InvariantCulture, $"load of {plan.Suite.Name}"), problems);
        }
    }
}
