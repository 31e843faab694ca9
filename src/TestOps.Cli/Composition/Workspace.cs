using TestOps.Core.Runs;
using TestOps.Core.Snapshots;
using TestOps.Store.Files;
using TestOps.Store.Sqlite;

namespace TestOps.Cli.Composition;

/// <summary>A data folder, opened: store, snapshots, spill space.</summary>
internal sealed class Workspace : IAsyncDisposable
{
    private Workspace(string folder, SqliteRunStore store)
    {
        Folder = folder;
        Store = store;
        Snapshots = FileSnapshotStore.Open(folder);
        Spill = new TempFileSpillStore(Path.Combine(folder, "spill"));
    }

    /// <summary>Full path of the data folder.</summary>
    public string Folder { get; }

    public SqliteRunStore Store { get; }

    public ISnapshotStore Snapshots { get; }

    public ISpillStore Spill { get; }

    /// <summary>The folder in force: <c>--data</c>, else <c>TESTOPS_DATA</c>, else <c>testops</c> in the working directory.</summary>
    public static string FolderOf(CliHost host, string? option)
    {
        var chosen = option ?? host.Environment("TESTOPS_DATA");
        return Path.GetFullPath(string.IsNullOrEmpty(chosen) ? "testops" : chosen, host.WorkingDirectory);
    }

    /// <summary>Opens the folder, makes it where needed, and ends runs whose owner is gone.</summary>
    public static async Task<Workspace> OpenAsync(CliHost host, string? option, CancellationToken cancellationToken)
    {
        var folder = FolderOf(host, option);
        var store = await SqliteRunStore.OpenAsync(folder, host.Time, cancellationToken);
        try
        {
            var workspace = new Workspace(folder, store);
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
