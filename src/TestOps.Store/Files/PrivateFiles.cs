namespace TestOps.Store.Files;

/// <summary>Files and folders for their owner's eyes only, and the flush that makes a rename last.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The share of a file that is also a lock. Windows renames and deletes an open file only with its own share; that one excludes other openings, too.</summary>
    public static FileShare Exclusive { get; } = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;

    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            // The mode is for the last folder only; the data folder above it is the operator's.
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Directory.CreateDirectory(path, OwnerFolder);
        }
    }

    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share, FileOptions kind = FileOptions.None)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, Options = kind };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        return new FileStream(path, options);
    }

    /// <summary>Gives a finished file its name unless there is one of that name; atomically. Answers whether it did.</summary>
    public static bool TryPublish(string temporary, string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            return NativeFile.TryLink(temporary, path);
        }

        try
        {
            File.Move(temporary, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    /// <summary>Flushes a folder's entries: after a rename, the new name is on the disk. Windows has no such call and needs none.</summary>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var handle = NativeFile.Open(path, NativeFile.ReadOnly);
        RandomAccess.FlushToDisk(handle);
    }
}
