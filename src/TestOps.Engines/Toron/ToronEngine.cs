using TestOps.Core.Engines;
using TestOps.Core.Suites;

namespace TestOps.Engines.Toron;

/// <summary>The built-in reference model as an engine: in process under virtual time for SIM and replay, a child process for load.</summary>
internal sealed class ToronEngine(EngineSpec spec, EngineBinding binding, ToronFaults faults, ToronChildCommand child) : IEngine
{
    // More calls than a run makes, so that no replay meets a number of the run by chance.
    private const long CallsBetweenLeases = 100_000_000;

    // Under the fault `counter` one counter serves all sessions of all leases, as a warm engine's does.
    private readonly ToronCounter _shared = new();

    public string Kind => "toron";

    public string DisplayName => ToronContract.DisplayName;

    public bool IsControlled => true;

    public async Task<EngineLease> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        if (request.Purpose == LeasePurpose.Load)
        {
            return await ToronChildLease.StartAsync(spec, binding, faults, child, cancellationToken).ConfigureAwait(false);
        }

        // Drift faults differ between run and replay by this number, so that the run itself stays deterministic.
        var instance = request.Purpose == LeasePurpose.Replay ? Math.Max(request.Replay, 1) : 0;

        // A warm engine has gone on since the run. Without this, a replay by a later process would find the counter at its start again, and no drift.
        _shared.Skip(instance * CallsBetweenLeases);
        return new ToronLease(spec, faults, instance, faults.Has(ToronFaultKind.Counter) ? _shared : null);
    }
}
