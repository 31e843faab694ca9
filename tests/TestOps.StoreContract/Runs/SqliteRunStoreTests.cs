using TestOps.Core.Runs;
using TestOps.Store.Sqlite;

namespace TestOps.StoreContract.Runs;

public sealed class SqliteRunStoreTests : RunStoreContract
{
    private readonly TemporaryFolder _folder = new();

    protected override async Task<IRunStore> OpenAsync() => await SqliteRunStore.OpenAsync(_folder.Path, TimeProvider.System, CancellationToken.None);

    protected override void LoseLocks()
    {
        foreach (var path in Directory.EnumerateFiles(System.IO.Path.Combine(_folder.Path, "locks")))
        {
            File.Delete(path);
        }
    }

    protected override ValueTask CleanUpAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
