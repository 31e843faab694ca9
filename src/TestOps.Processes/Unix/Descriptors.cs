using System.Globalization;
using System.Runtime.InteropServices;

namespace TestOps.Processes.Unix;

/// <summary>The open files of this process.</summary>
internal static unsafe partial class Descriptors
{
    private const string Folder = "/proc/self/fd";
    private const int StandardError = 2;
    private const int SetFlags = 2;
    private const int CloseOnExec = 1;
    private const int ReadWrite = 2;

    /// <summary>Keeps what we inherited beyond the standard streams from being inherited further. Linux only.</summary>
    public static void Keep()
    {
        foreach (var descriptor in Extra())
        {
            Keep(descriptor);
        }
    }

    /// <summary>Keeps one of them from being inherited.</summary>
    public static void Keep(int descriptor) => _ = fcntl(descriptor, SetFlags, CloseOnExec);

    /// <summary>Lets go of the standard streams, so that they end when the command lets go of them. The .NET runtime has copies of them, which are found on Linux only.</summary>
    public static void LeaveStandardStreams()
    {
        var streams = Enumerable.Range(0, StandardError + 1).Select(Target).ToHashSet();
        var copies = Extra().Where(descriptor => Target(descriptor) is { } target && streams.Contains(target)).ToList();
        fixed (byte* path = "/dev/null\0"u8)
        {
            var nothing = open(path, ReadWrite);
            foreach (var descriptor in Enumerable.Range(0, StandardError + 1).Concat(copies))
            {
                _ = dup2(nothing, descriptor);
            }

            Close(nothing);
        }
    }

    public static void Close(int descriptor) => _ = close(descriptor);

    // Loops here and in all that runs before the command starts: LINQ would be compiled at every start of a guard, and cost more than the rest.
    private static List<int> Extra()
    {
        var extra = new List<int>();
        if (OperatingSystem.IsLinux())
        {
            foreach (var entry in Directory.GetFiles(Folder))
            {
                var descriptor = int.Parse(Path.GetFileName(entry.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture);
                if (descriptor > StandardError)
                {
                    extra.Add(descriptor);
                }
            }
        }

        return extra;
    }

    // `pipe:[4711]`: the same for every descriptor of one pipe.
    private static string? Target(int descriptor)
    {
        try
        {
            return new FileInfo(Path.Combine(Folder, descriptor.ToString(CultureInfo.InvariantCulture))).LinkTarget;
        }
        catch (IOException)
        {
            // The listing itself was a descriptor, too.
            return null;
        }
    }

    [LibraryImport("libc")]
    private static partial int fcntl(int descriptor, int command, int argument);

    [LibraryImport("libc")]
    private static partial int open(byte* path, int flags);

    [LibraryImport("libc")]
    private static partial int dup2(int from, int to);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
