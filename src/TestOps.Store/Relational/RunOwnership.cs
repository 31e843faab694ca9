using TestOps.Core;

namespace TestOps.Store.Relational;

/// <summary>The proof that every write of a run carries: its owner's epoch. A recovery raises the epoch in the row, and the proof is void.</summary>
internal sealed record RunOwnership(RunId RunId, long Epoch)
{
    public const long FirstEpoch = 1;
}
