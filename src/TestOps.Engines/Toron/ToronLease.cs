using TestOps.Core.Engines;
using TestOps.Core.Suites;

namespace TestOps.Engines.Toron;

/// <summary>The in-process lease: every client is a new instance, and so a world of its own.</summary>
internal sealed class ToronLease(EngineSpec spec, ToronFaults faults, int instance, ToronCounter? shared) : EngineLease
{
    public override EvidenceClass Evidence => EvidenceClass.Controlled;

    public override bool IsFresh => shared is null;

    public override string Freshness => shared is null
        ? "a fresh in-process instance per session (built-in reference model, not Ryuzen Toron)"
        : "in-process instances that share one hidden counter (planted fault 'counter')";

    public override string? Version => ToronContract.LeaseVersion;

    public override Uri? BaseAddress => null;

    public override TimeSpan Timeout => spec.Timeout;

    public override IEngineClient ClientFor(long session) =>
        new ToronClient(new ToronInstance(faults, instance, ToronBounds.Session, shared ?? new ToronCounter()), spec);
}
