using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TestOps.Load.BuiltIn.Wires;

/// <summary>A socket of <see cref="Epoll"/>, closed once. The framework's own socket has five objects more, which ten thousand users feel.</summary>
internal sealed class SocketHandle : SafeHandleMinusOneIsInvalid
{
    public SocketHandle(int socket)
        : base(ownsHandle: true) => SetHandle(socket);

    public int Number => (int)handle;

    protected override bool ReleaseHandle() => close((int)handle) == 0;

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);
}
