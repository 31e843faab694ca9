using TestOps.Core.Snapshots;

namespace TestOps.Store.Files;

/// <summary>A snapshot file under its temporary name, locked as long as its writer lives.</summary>
internal sealed class FileSnapshotFile : SnapshotFile
{
    // A leading dot: no snapshot's name begins so, and listings pass it over.
    private const string TemporaryPattern = ".*.tmp";

    private readonly string _folder;
    private readonly string _fileName;
    private readonly FileStream _stream;
    private bool _isCommitted;

    private FileSnapshotFile(string folder, string fileName, FileStream stream)
    {
        _folder = folder;
        _fileName = fileName;
        _stream = stream;
        Stream = new GuardedStream(stream, folder);
    }

    public override Stream Stream { get; }

    public static FileSnapshotFile Create(string folder, string fileName)
    {
        for (var attempt = 1; ; attempt++)
        {
            var path = Path.Combine(folder, $".{fileName}.{Guid.NewGuid():N}.tmp");
            try
            {
                var stream = PrivateFiles.Open(path, FileMode.CreateNew, FileAccess.Write, PrivateFiles.Exclusive);

                // A cleaner may have taken the file for a leftover between its creation and its lock; then it is gone, and a new one is made.
                if (File.Exists(path))
                {
                    return new FileSnapshotFile(folder, fileName, stream);
                }

                stream.Dispose();
            }
            catch (IOException) when (attempt < 10 && File.Exists(path))
            {
                // A cleaner holds it for a moment.
            }
        }
    }

    /// <summary>Removes temporary files that nobody holds: their writers are gone.</summary>
    public static void RemoveLeftovers(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, TemporaryPattern))
        {
            try
            {
                using var taken = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, PrivateFiles.Exclusive);
                File.Delete(path);
            }
            catch (IOException)
            {
                // Its writer lives, or another cleaner was faster.
            }
        }
    }

    public override async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (_isCommitted)
        {
            throw new InvalidOperationException($"{_fileName} is committed already.");
        }

        await FileFailures.GuardAsync(_folder, async () =>
        {
            await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            _stream.Flush(flushToDisk: true);
            Rename();
            await _stream.DisposeAsync().ConfigureAwait(false);
            PrivateFiles.FlushFolder(_folder);
        }).ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_isCommitted && File.Exists(_stream.Name))
        {
            // While the lock is held, so that no cleaner is in between.
            File.Delete(_stream.Name);
        }

        // Closing writes what is buffered, which a full disk refuses once more.
        await FileFailures.GuardAsync(_folder, async () => await _stream.DisposeAsync().ConfigureAwait(false)).ConfigureAwait(false);
    }

    private void Rename()
    {
        var path = Path.Combine(_folder, _fileName);
        if (File.Exists(path))
        {
            throw new InvalidOperationException($"{_fileName} exists already; the files of a snapshot are never replaced.");
        }

        File.Move(_stream.Name, path, overwrite: false);
        _isCommitted = true;
    }
}
