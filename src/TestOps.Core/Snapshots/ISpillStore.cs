namespace TestOps.Core.Snapshots;

/// <summary>Where bytes go that do not fit into the reorder window.</summary>
public interface ISpillStore
{
    /// <summary>A new readable, writable, seekable stream that leaves nothing behind when it is disposed.</summary>
    Stream Create();
}
