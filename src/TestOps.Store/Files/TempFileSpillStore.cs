using TestOps.Core.Journaling;
using TestOps.Core.Snapshots;

namespace TestOps.Store.Files;

/// <summary>Spills into files without a name, which the system frees when they are closed or their process is gone, however it ended.</summary>
public sealed class TempFileSpillStore : ISpillStore
{
    private readonly string _folder;

    /// <summary>Spills into <paramref name="folder"/>, which is made (mode 0700) when it is first needed.</summary>
    public TempFileSpillStore(string folder) => _folder = Path.GetFullPath(folder);

    /// <inheritdoc />
    /// <exception cref="StoreUnavailableException">The folder cannot be written.</exception>
    public Stream Create() => FileFailures.Guard(_folder, () =>
    {
        PrivateFiles.CreateFolder(_folder);
        var path = Path.Combine(_folder, $"{Guid.NewGuid():N}.spill");
        var stream = PrivateFiles.Open(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            // At once: DeleteOnClose alone would leave the file behind after kill -9.
            File.Delete(path);
        }

        return stream;
    });
}
