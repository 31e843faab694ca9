using TestOps.Core.Snapshots;
using TestOps.Testing.Snapshots;

namespace TestOps.StoreContract.Snapshots;

public sealed class InMemorySnapshotStoreTests : SnapshotStoreContract
{
    protected override ISnapshotStore Store { get; } = new InMemorySnapshotStore();
}
