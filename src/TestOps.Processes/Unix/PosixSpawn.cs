using System.Collections;
using System.Runtime.InteropServices;
using System.Text;

namespace TestOps.Processes.Unix;

/// <summary>
/// Starts a program in a process group of its own, with our standard streams, folder and environment. <see cref="System.Diagnostics.Process"/> can set no group, and
/// setting it afterwards comes too late.
/// </summary>
internal static unsafe partial class PosixSpawn
{
    // Larger than the structures of any C library: 336 and 128 bytes with glibc and musl, a pointer and 4 bytes on macOS.
    private const int AttributeBytes = 1024;
    private const int SignalSetBytes = 256;

    // POSIX_SPAWN_SETPGROUP, SETSIGDEF and SETSIGMASK: the .NET runtime ignores SIGPIPE, and a command must not inherit that.
    private const short Flags = 0x02 | 0x04 | 0x08;

    /// <summary>Starts <paramref name="command"/>, looked up in <c>PATH</c>. Answers 0, or the error number.</summary>
    public static int Start(IReadOnlyList<string> command, out int id)
    {
        var attributes = stackalloc byte[AttributeBytes];
        var all = stackalloc byte[SignalSetBytes];
        var none = stackalloc byte[SignalSetBytes];
        _ = sigfillset(all);
        _ = sigemptyset(none);
        _ = posix_spawnattr_init(attributes);
        _ = posix_spawnattr_setpgroup(attributes, 0);
        _ = posix_spawnattr_setsigdefault(attributes, all);
        _ = posix_spawnattr_setsigmask(attributes, none);
        _ = posix_spawnattr_setflags(attributes, Flags);

        // The guard starts one program in its life: what is allocated here is never freed.
        var arguments = Table(command);
        int started;
        var error = posix_spawnp(&started, arguments[0], null, attributes, arguments, Table(Variables()));
        id = error == 0 ? started : 0;
        return error;
    }

    private static List<string> Variables()
    {
        var variables = new List<string>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables.Add($"{variable.Key}={variable.Value}");
        }

        return variables;
    }

    private static byte** Table(IReadOnlyList<string> texts)
    {
        var table = (byte**)NativeMemory.AllocZeroed((nuint)(texts.Count + 1), (nuint)sizeof(byte*));
        for (var index = 0; index < texts.Count; index++)
        {
            var bytes = Encoding.UTF8.GetBytes(texts[index]);
            table[index] = (byte*)NativeMemory.AllocZeroed((nuint)bytes.Length + 1);
            bytes.CopyTo(new Span<byte>(table[index], bytes.Length));
        }

        return table;
    }

    [LibraryImport("libc")]
    private static partial int posix_spawnp(int* id, byte* file, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_init(void* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setflags(void* attributes, short flags);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setpgroup(void* attributes, int group);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigdefault(void* attributes, void* signals);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigmask(void* attributes, void* signals);

    [LibraryImport("libc")]
    private static partial int sigfillset(void* signals);

    [LibraryImport("libc")]
    private static partial int sigemptyset(void* signals);
}
