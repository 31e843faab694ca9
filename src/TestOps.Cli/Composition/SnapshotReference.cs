using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Runs;
using TestOps.Core.Snapshots;
using TestOps.Store.Files;

namespace TestOps.Cli.Composition;

/// <summary>A snapshot as people name it: a run (<see cref="RunReference"/>), or the path of a head file, which may lie anywhere.</summary>
internal sealed class SnapshotReference : IAsyncDisposable
{
    private SnapshotReference(RunId runId, ISnapshotStore files, RunRecord? run, Workspace? workspace)
    {
        RunId = runId;
        Files = files;
        Run = run;
        Workspace = workspace;
    }

    public RunId RunId { get; }

    /// <summary>Where the snapshot's files are.</summary>
    public ISnapshotStore Files { get; }

    /// <summary>The run's row; null where no store at hand has the run.</summary>
    public RunRecord? Run { get; }

    /// <summary>The data folder at hand; null where there is none.</summary>
    public Workspace? Workspace { get; }

    /// <summary>Where a replay of the snapshot may spill.</summary>
    public ISpillStore Spill => Workspace?.Spill ?? new TempFileSpillStore(Path.Combine(Path.GetTempPath(), "testops-spill"));

    /// <summary>Finds a snapshot and the data folder that knows its run.</summary>
    /// <exception cref="UnknownRunException">There is none of that name.</exception>
    public static async Task<SnapshotReference> FindAsync(CliHost host, string? dataOption, string text, CancellationToken cancellationToken)
    {
        if (text.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || text.AsSpan().ContainsAny('/', '\\'))
        {
            return await OfFileAsync(host, dataOption, Path.GetFullPath(text, host.WorkingDirectory), cancellationToken);
        }

        var workspace = await Workspace.OpenExistingAsync(host, dataOption, cancellationToken);
        try
        {
            var run = await RunReference.FindAsync(workspace, text, cancellationToken);
            return new SnapshotReference(run.RunId, workspace.Snapshots, run, workspace);
        }
        catch
        {
            await workspace.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the snapshot.</summary>
    /// <exception cref="UnknownRunException">The run left none.</exception>
    /// <exception cref="SnapshotCorruptException">The head is damaged.</exception>
    public Snapshot Open() => Snapshot.Open(Files, RunId)
        ?? throw new UnknownRunException($"run {RunId} has no snapshot{(Run is { } run ? $"; it is {run.Status.ToText()}" : "")}", "a snapshot is sealed when the last phase before replay ends");

    /// <summary>Digest of the result as the journal holds it; null where there is no journal, or none yet.</summary>
    public async Task<string?> ResultSha256Async(CancellationToken cancellationToken)
    {
        string? digest = null;
        if (Run is not null)
        {
            await foreach (var entry in JournalPages.ReadAsync(Workspace!.Store, RunId, cancellationToken))
            {
                digest = entry.Event is ResultSealed result ? result.Sha256 : digest;
            }
        }

        return digest;
    }

    /// <summary>Path of one of the snapshot's files as people would type it.</summary>
    public string Display(CliHost host, string fileName) => Workspace?.Display(host, Files.PathOf(fileName)) ?? Path.GetRelativePath(host.WorkingDirectory, Files.PathOf(fileName));

    public ValueTask DisposeAsync() => Workspace?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<SnapshotReference> OfFileAsync(CliHost host, string? dataOption, string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new UnknownRunException($"there is no file {path}", "name the head of a snapshot (snapshots/RUN_ID.json), or a run by its id");
        }

        if (!RunId.TryParse(Path.GetFileNameWithoutExtension(path), out var runId) || SnapshotNames.Head(runId) != Path.GetFileName(path))
        {
            throw new UnknownRunException($"{path} is not named as the head of a snapshot is", "a head is named RUN_ID.json, and its other files lie beside it");
        }

        var folder = Path.GetDirectoryName(path)!;
        var beside = Path.GetDirectoryName(folder);
        var data = dataOption is null && Workspace.Exists(beside) ? beside : dataOption;
        var workspace = Workspace.Exists(Workspace.FolderOf(host, data)) ? await Workspace.OpenAsync(host, data, cancellationToken) : null;
        var run = workspace is null ? null : await workspace.Store.FindAsync(runId, cancellationToken);
        return new SnapshotReference(runId, FileSnapshotStore.OpenFolder(folder), run, workspace);
    }
}
