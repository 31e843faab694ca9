using System.Globalization;
using System.Runtime.InteropServices;

namespace TestOps.Processes.Unix;

/// <summary>The calls of the C library that .NET does not offer. Not for Windows; <c>prctl</c> is Linux's.</summary>
internal static unsafe partial class Posix
{
    public const int Interrupt = 2;
    public const int Terminate = 15;
    public const int Kill = 9;

    /// <summary>The call was interrupted by a signal: do it again.</summary>
    public const int Interrupted = 4;

    private const int SetChildSubreaper = 36;

    /// <summary>Sends a signal to a process, or to the group of <c>-id</c>; false where there is none.</summary>
    public static bool TrySignal(int id, int signal) => kill(id, signal) == 0;

    /// <summary>Makes this process the leader of a session and of a group of its own: signals of a terminal no longer reach it. It stays where it is if it leads a group already.</summary>
    public static void LeadSession() => _ = setsid();

    /// <summary>Makes this process the parent of every descendant whose own parent ends. Linux only; elsewhere nothing happens.</summary>
    public static void AdoptOrphans()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = prctl(SetChildSubreaper, 1, 0, 0, 0);
        }
    }

    /// <summary>Process id of our parent.</summary>
    public static int Parent() => getppid();

    /// <summary>Waits for any child: its id, 0 where none has ended and <paramref name="waits"/> is false, or -1 where there is none at all.</summary>
    /// <param name="waits">Whether to wait for one to end.</param>
    /// <param name="exitCode">Its exit code; 128 and the number of the signal that ended it.</param>
    /// <param name="signal">The signal that ended it; 0 where it ended by itself.</param>
    public static int WaitForChild(bool waits, out int exitCode, out int signal)
    {
        int status;
        int id;
        do
        {
            id = waitpid(-1, &status, waits ? 0 : 1);
        }
        while (id < 0 && Marshal.GetLastSystemError() == Interrupted);

        signal = status & 0x7f;
        exitCode = signal == 0 ? (status >> 8) & 0xff : 128 + signal;
        return id;
    }

    /// <summary>Waits until a descriptor has something to read or its other end is gone; false after <paramref name="limitMs"/>, or when a signal came first.</summary>
    public static bool WaitToRead(int descriptor, int limitMs)
    {
        // struct pollfd: int fd, short events (POLLIN = 1), short revents.
        var request = stackalloc int[2] { descriptor, 1 };
        return poll(request, 1, limitMs) > 0;
    }

    /// <summary>Reads a byte; -1 at the end.</summary>
    public static int ReadByte(int descriptor)
    {
        byte value;
        return read(descriptor, &value, 1) == 1 ? value : -1;
    }

    /// <summary>Writes all bytes. A reader that is gone is none of our business.</summary>
    public static void Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            _ = write(descriptor, start, bytes.Length);
        }
    }

    [LibraryImport("libc")]
    private static partial int kill(int id, int signal);

    [LibraryImport("libc")]
    private static partial int setsid();

    [LibraryImport("libc")]
    private static partial int getppid();

    [LibraryImport("libc")]
    private static partial int prctl(int option, nuint first, nuint second, nuint third, nuint fourth);

    [LibraryImport("libc")]
    private static partial int waitpid(int id, int* status, int options);

    [LibraryImport("libc")]
    private static partial int poll(void* requests, nuint count, int limitMs);

    [LibraryImport("libc")]
    private static partial nint read(int descriptor, void* buffer, nint count);

    [LibraryImport("libc")]
    private static partial nint write(int descriptor, void* buffer, nint count);
}
