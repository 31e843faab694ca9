namespace TestOps.Load.K6;

/// <summary>
/// A private folder for one run of k6: an empty configuration, the summaries, a generated script. It goes with its owner; one that was left behind by a process that was killed is
/// removed when the next is made, and its lock file says whether that is so: the system frees it however its owner ends.
/// </summary>
internal sealed class K6WorkFolder : IDisposable
{
    private const string Prefix = "testops-k6-";
    private const string LockName = "lock";
    private readonly FileStream _lock;

    private K6WorkFolder(string path)
    {
        Path = path;
        _lock = new FileStream(In(LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        File.WriteAllText(Config, "{}");
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>An empty configuration of k6, which is named so that the one in the user's home does not count.</summary>
    public string Config => In("config.json");

    /// <summary>Where the wrapper writes.</summary>
    public string Summary => In("summary.json");

    /// <summary>Where <c>--summary-export</c> writes.</summary>
    public string Export => In("summary-export.json");

    /// <summary>Where a generated script is.</summary>
    public string Script => In("script.js");

    /// <summary>Makes a folder in <paramref name="parent"/>, and removes those that nobody owns any more.</summary>
    public static K6WorkFolder Create(string parent)
    {
        Directory.CreateDirectory(parent);
        foreach (var left in Directory.EnumerateDirectories(parent, Prefix + "*"))
        {
            RemoveIfLeft(left);
        }

        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(parent, Prefix + System.IO.Path.GetRandomFileName()));
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return new K6WorkFolder(path);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _lock.Dispose();
        Remove(Path);
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);

    // A folder without a lock is one that is just being made.
    private static void RemoveIfLeft(string folder)
    {
        var lockFile = System.IO.Path.Combine(folder, LockName);
        if (!File.Exists(lockFile))
        {
            return;
        }

        try
        {
            using (new FileStream(lockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
            }

            Remove(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody owns it, or it is another user's.
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Another start has removed it.
        }
    }
}
