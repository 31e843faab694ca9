using TestOps.Core.Engines;
using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>What the replays of a plan will prove, which its engine section decides.</summary>
public static class PlannedEvidence
{
    /// <summary>The evidence class that the leases of this engine will have in SIM and replay.</summary>
    public static EvidenceClass Of(EngineSpec engine) => engine switch
    {
        { Kind: "toron" } => EvidenceClass.Controlled,
        { Kind: "http", Start: null, Reset: null } => EvidenceClass.BlackBox,
        _ => EvidenceClass.Cooperating,
    };
}
