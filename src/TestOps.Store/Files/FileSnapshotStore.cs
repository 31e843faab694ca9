using TestOps.Core;
using TestOps.Core.Journaling;
using TestOps.Core.Snapshots;

namespace TestOps.Store.Files;

/// <summary>
/// Snapshot files in <c>snapshots/</c> of the data folder (folder 0700, files 0600). A file is written under a temporary name beside its place, flushed to
/// the disk and renamed; the folder is flushed, too. What a dead process left half-written is never listed and is removed at the next opening.
/// </summary>
public sealed class FileSnapshotStore : ISnapshotStore
{
    private const string FolderName = "snapshots";

    private readonly string _folder;

    private readonly string _display;

    private FileSnapshotStore(string folder, string display)
    {
        _folder = folder;
        _display = display;
    }

    /// <summary>Opens an existing folder of snapshot files anywhere: evidence that was copied from somewhere else. Changes nothing in it.</summary>
    public static FileSnapshotStore OpenFolder(string folder) => new(Path.GetFullPath(folder), Path.GetFullPath(folder));

    /// <summary>Opens the store in <paramref name="dataFolder"/>, makes the folder where it is missing and removes leftovers of dead processes.</summary>
    /// <exception cref="StoreUnavailableException">The folder cannot be written.</exception>
    public static FileSnapshotStore Open(string dataFolder)
    {
        var folder = Path.Combine(Path.GetFullPath(dataFolder), FolderName);
        FileFailures.Guard(folder, () =>
        {
            PrivateFiles.CreateFolder(folder);
            FileSnapshotFile.RemoveLeftovers(folder);
        });
        return new FileSnapshotStore(folder, FolderName);
    }

    /// <inheritdoc />
    public SnapshotFile Create(string fileName)
    {
        SnapshotFileName.Check(fileName);
        return FileFailures.Guard(_folder, () => FileSnapshotFile.Create(_folder, fileName));
    }

    /// <inheritdoc />
    public Stream? OpenRead(string fileName)
    {
        SnapshotFileName.Check(fileName);
        return FileFailures.Guard(_folder, () => OpenOrNull(Path.Combine(_folder, fileName)));
    }

    /// <inheritdoc />
    public IReadOnlyList<string> List(RunId runId) => FileFailures.Guard(
        _folder,
        () => Directory.EnumerateFiles(_folder, runId + ".*")
            .Select(path => Path.GetFileName(path))
            .Where(name => SnapshotFileName.BelongsTo(name, runId))
            .Order(StringComparer.Ordinal)
            .ToArray());

    /// <inheritdoc />
    public string PathOf(string fileName)
    {
        SnapshotFileName.Check(fileName);
        return $"{_display}/{fileName}";
    }

    private static FileStream? OpenOrNull(string path)
    {
        try
        {
            // Shares everything: a stricter share would meet the writer's lock for a moment after its rename, and a complete file never changes.
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
