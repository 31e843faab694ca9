using TestOps.Store.Files;
using TestOps.Store.Relational;

namespace TestOps.Store.Sqlite;

/// <summary>
/// A file that its holder keeps open and locked (<c>flock</c> on Unix, a sharing mode on Windows). The system lets go when the process is gone, after
/// <c>kill -9</c>, too; the file stays behind and says nothing.
/// </summary>
internal sealed class FileRunLock : RunLock
{
    private readonly FileStream _file;

    private FileRunLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or gives null where somebody holds it. A missing file is a free lock.</summary>
    public static FileRunLock? TryTake(string path)
    {
        // A cleaner may delete the file between our opening and our locking it; a lock on a deleted file keeps nobody out, so look again.
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var taken = TryOpen(path, FileMode.OpenOrCreate);
            if (taken is null || File.Exists(path))
            {
                return taken;
            }

            taken.Release(delete: false);
        }

        return null;
    }

    /// <summary>Deletes the file unless somebody holds it.</summary>
    public static void DeleteIfFree(string path) => TryOpen(path, FileMode.Open)?.Release(delete: true);

    public override void Release(bool delete)
    {
        if (delete)
        {
            // While it is held, so that whoever opened it meanwhile finds either a lock or no file.
            File.Delete(_file.Name);
        }

        _file.Dispose();
    }

    private static FileRunLock? TryOpen(string path, FileMode mode)
    {
        try
        {
            return new FileRunLock(new FileStream(path, mode, FileAccess.ReadWrite, PrivateFiles.Exclusive, bufferSize: 1));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (IOException failure) when (IsHeld(failure))
        {
            return null;
        }
    }

    private static bool IsHeld(IOException failure)
    {
        const int sharingViolation = unchecked((int)0x80070020);
        const int wouldBlockLinux = 11;
        const int wouldBlockMac = 35;
        return failure.HResult is sharingViolation or wouldBlockLinux or wouldBlockMac;
    }
}
