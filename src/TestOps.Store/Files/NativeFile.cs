using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TestOps.Store.Files;

/// <summary>
/// What .NET does not offer on Unix: to open a folder (for its flush), to name a file without replacing another, and to open with O_APPEND (its FileMode.Append seeks to the end once and then writes
/// at offsets, so two processes would overwrite each other).
/// </summary>
internal static class NativeFile
{
    public const int ReadOnly = 0;

    public static int WriteAppend { get; } = 1 | (OperatingSystem.IsMacOS() ? 0x8 : 0x400);

    // Without it a child that is started at this moment would inherit the file.
    private static readonly int CloseOnExec = OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

    public static SafeFileHandle Open(string path, int flags)
    {
        var descriptor = OpenDescriptor(path, flags | CloseOnExec);
        return descriptor < 0 ? throw Failure(path) : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Gives a file a second name; false where that name is taken. Unlike a rename it never replaces anything.</summary>
    public static bool TryLink(string path, string name)
    {
        const int exists = 17;
        return Link(path, name) == 0 || (Marshal.GetLastPInvokeError() == exists ? false : throw Failure(name));
    }

    /// <summary>One write call for all bytes, at the end of the file where it was opened for appending.</summary>
    public static void Write(SafeFileHandle file, byte[] bytes, string path)
    {
        var written = Write(file, bytes, (nuint)bytes.Length);
        if (written < 0)
        {
            throw Failure(path);
        }

        if (written < bytes.Length)
        {
            throw new IOException($"only {written} of {bytes.Length} bytes could be written to {path}; the disk is full");
        }
    }

    private static IOException Failure(string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{path}: {new Win32Exception(error).Message}", error);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int OpenDescriptor([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    private static extern nint Write(SafeFileHandle file, byte[] bytes, nuint count);
}
