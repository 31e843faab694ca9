using TestOps.Core;

namespace TestOps.Store.Relational;

/// <summary>What a write must know of a run, as of its own transaction; kept up to date by the writes of that transaction.</summary>
internal sealed class RunHead
{
    public required long OwnerEpoch { get; set; }

    public required RunStatus Status { get; set; }

    public required long LastSequence { get; set; }

    public required DateTimeOffset? LastTimestamp { get; set; }

    public required bool HasEnded { get; set; }
}
