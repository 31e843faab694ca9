using TestOps.Core.Determinism;

namespace TestOps.Sim.Replaying;

/// <summary>How one session of a replay compares with its record.</summary>
/// <param name="Session">Session number.</param>
/// <param name="Scenario">Its scenario.</param>
/// <param name="Result">One of the results of <see cref="Core.Snapshots.ReplaySession"/>.</param>
/// <param name="First">The first divergence; null where there is none.</param>
/// <param name="FailureMessage">Why a call of the replay got no answer; null where all did.</param>
/// <param name="IsComparable">Whether the recorded session can be compared at all: all its calls were answered.</param>
/// <param name="Leaves">Leaves of the recorded answers.</param>
/// <param name="OverlyOpaque">The first step of whose answer the masks hide more than the suite allows; null where there is none.</param>
internal sealed record SessionComparison(long Session, string Scenario, string Result, LocatedDivergence? First, string? FailureMessage, bool IsComparable, LeafCount Leaves, string? OverlyOpaque);
