using TestOps.Core.Runs;
using TestOps.Core.Snapshots;
using TestOps.Store.Files;
using TestOps.Store.Sqlite;

namespace TestOps.Cli.Composition;

/// <summary>A data folder, opened: store, snapshots, spill space.</summary>
internal sealed class Workspace : IAsyncDisposable
{
    private Workspace(string folder, IRunStore store, IUnlockStore unlock)
    {
        Folder = folder;
        Store = store;
        Unlock = unlock;
        Snapshots = FileSnapshotStore.Open(folder);
        Spill = new TempFileSpillStore(Path.Combine(folder, "spill"));
    }

    /// <summary>Full path of the data folder.</summary>
    public string Folder { get; }

    public IRunStore Store { get; }

    /// <summary>Keeps the unlock of the HTTP API, in the same database.</summary>
    public IUnlockStore Unlock { get; }

    public ISnapshotStore Snapshots { get; }

    public ISpillStore Spill { get; }

    /// <summary>The folder in force: <c>--data</c>, else <c>TESTOPS_DATA</c>, else <c>testops</c> in the working directory.</summary>
    public static string FolderOf(CliHost host, string? option)
    {
        var chosen = option ?? host.Environment("TESTOPS_DATA");
        return Path.GetFullPath(string.IsNullOrEmpty(chosen) ? "testops" : chosen, host.WorkingDirectory);
    }

    /// <summary>Whether a folder holds a store.</summary>
    public static bool Exists(string? folder) => folder is not null && File.Exists(Path.Combine(folder, "testops.db"));

    /// <summary>Opens a folder that has a store already: looking at runs must not make folders.</summary>
    /// <exception cref="UnknownRunException">There is no store.</exception>
    public static Task<Workspace> OpenExistingAsync(CliHost host, string? option, CancellationToken cancellationToken)
    {
        var folder = FolderOf(host, option);
        return Exists(folder)
            ? OpenAsync(host, option, cancellationToken)
            : throw new UnknownRunException($"there are no runs in {folder}", "start one with: testops run; another data folder is named with --data");
    }

    /// <summary>Opens the folder, makes it where needed, and ends runs whose owner is gone.</summary>
    public static async Task<Workspace> OpenAsync(CliHost host, string? option, CancellationToken cancellationToken)
    {
        var folder = FolderOf(host, option);
        var database = await SqliteRunStore.OpenAsync(folder, host.Time, cancellationToken);
        IRunStore store = new WarRoomRunStore(database, WarRoomLog.Open(folder));
        store = host.WrapStore?.Invoke(store) ?? store;
        try
        {
            var workspace = new Workspace(folder, store, database);
            foreach (var runId in await store.RecoverAsync(cancellationToken))
            {
                await host.Error.WriteLineAsync($"testops: run {runId} had lost its owner and is INTERRUPTED now (testops show {runId})");
            }

            return workspace;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>A path below the folder as people would type it.</summary>
    public string Display(CliHost host, string path) => Path.GetRelativePath(host.WorkingDirectory, Path.Combine(Folder, path));

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
