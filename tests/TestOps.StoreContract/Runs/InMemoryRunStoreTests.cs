using TestOps.Core.Runs;
using TestOps.Testing.Runs;

namespace TestOps.StoreContract.Runs;

public sealed class InMemoryRunStoreTests : RunStoreContract
{
    private readonly InMemoryDatabase _database = new();

    protected override Task<IRunStore> OpenAsync() => Task.FromResult<IRunStore>(new InMemoryRunStore(_database, TimeProvider.System));

    protected override void LoseLocks() => _database.KillOwners();
}
