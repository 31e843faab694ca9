using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace TestOps.Load.BuiltIn.Wires;

/// <summary>The few calls of Linux that <see cref="PolledWire"/> needs.</summary>
internal static class Epoll
{
    public const uint In = 0x1;
    public const uint Out = 0x4;
    public const uint Error = 0x8;
    public const uint HangUp = 0x10;
    public const uint ReadHangUp = 0x2000;
    private const uint EdgeTriggered = 0x8000_0000;
    private const int Add = 1;
    private const int NoSignal = 0x4000;
    private const int Again = 11;
    private const int Interrupted = 4;
    private const int InProgress = 115;

    /// <summary>Whether they can be had here.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    // struct epoll_event is packed on x86-64 alone.
    public static int EventSize { get; } = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private static int TagOffset => EventSize - 8;

    public static int Create()
    {
        const int CloseOnExec = 0x80000;
        var poll = epoll_create1(CloseOnExec);
        return poll >= 0 ? poll : throw new SocketException(Marshal.GetLastPInvokeError());
    }

    /// <summary>Reports every change of a socket, once each, until it is closed; each report bears the <paramref name="number"/> of who is watching.</summary>
    public static void Watch(int poll, int socket, int number)
    {
        Span<byte> change = stackalloc byte[16];
        MemoryMarshal.Write(change, In | Out | ReadHangUp | EdgeTriggered);
        BinaryPrimitives.WriteInt32LittleEndian(change[TagOffset..], socket);
        BinaryPrimitives.WriteInt32LittleEndian(change[(TagOffset + 4)..], number);
        if (epoll_ctl(poll, Add, socket, ref MemoryMarshal.GetReference(change)) != 0)
        {
            throw new SocketException((int)SocketError.TooManyOpenSockets);
        }
    }

    /// <summary>A descriptor by which one thread wakes another that waits for it.</summary>
    public static int CreateAlarm()
    {
        const int CloseOnExec = 0x80000;
        const int NonBlocking = 0x800;
        var alarm = eventfd(0, CloseOnExec | NonBlocking);
        return alarm >= 0 ? alarm : throw new SocketException(Marshal.GetLastPInvokeError());
    }

    /// <summary>Wakes whoever waits for the alarm. Each ring is a change, and nobody needs to answer it.</summary>
    public static void Ring(int alarm)
    {
        var one = 1L;
        _ = write(alarm, ref one, sizeof(long));
    }

    /// <summary>Waits for changes, for so many milliseconds at most, -1 for ever; gives their number.</summary>
    public static int Wait(int poll, byte[] events, int milliseconds)
    {
        var count = epoll_wait(poll, ref events[0], events.Length / EventSize, milliseconds);
        return count < 0 ? 0 : count;
    }

    public static (int Socket, int Number, uint Changes) EventAt(byte[] events, int index)
    {
        var one = events.AsSpan(index * EventSize);
        return (BinaryPrimitives.ReadInt32LittleEndian(one[TagOffset..]), BinaryPrimitives.ReadInt32LittleEndian(one[(TagOffset + 4)..]), MemoryMarshal.Read<uint>(one));
    }

    /// <summary>Bytes read, 0 at the end, -1 where there is nothing yet.</summary>
    public static int Receive(int socket, Span<byte> buffer)
    {
        while (true)
        {
            var count = recv(socket, ref MemoryMarshal.GetReference(buffer), buffer.Length, 0);
            if (count >= 0)
            {
                return (int)count;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == Again)
            {
                return -1;
            }

            if (error != Interrupted)
            {
                throw Failure(error);
            }
        }
    }

    /// <summary>Bytes written; 0 where there is no room.</summary>
    public static int Send(int socket, ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var count = send(socket, ref MemoryMarshal.GetReference(bytes), bytes.Length, NoSignal);
            if (count >= 0)
            {
                return (int)count;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == Again)
            {
                return 0;
            }

            if (error != Interrupted)
            {
                throw Failure(error);
            }
        }
    }

    /// <summary>Begins to connect; true where the connection is there at once.</summary>
    public static bool Connect(int socket, SocketAddress address)
    {
        if (connect(socket, ref MemoryMarshal.GetReference(address.Buffer.Span), address.Size) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error is InProgress or Interrupted ? false : throw Failure(error);
    }

    /// <summary>A TCP socket that never blocks and sends at once.</summary>
    /// <exception cref="SocketException">There is none to be had.</exception>
    public static SocketHandle Open(AddressFamily family)
    {
        const int Stream = 1;
        const int NonBlocking = 0x800;
        const int CloseOnExec = 0x80000;
        const int Tcp = 6;
        const int NoDelay = 1;
        var opened = socket(family == AddressFamily.InterNetworkV6 ? 10 : 2, Stream | NonBlocking | CloseOnExec, Tcp);
        if (opened < 0)
        {
            throw Failure(Marshal.GetLastPInvokeError());
        }

        var on = 1;
        _ = setsockopt(opened, Tcp, NoDelay, ref on, sizeof(int));
        return new SocketHandle(opened);
    }

    /// <summary>Why a connection that was begun is not there; null where it is.</summary>
    public static SocketException? ConnectFailure(int socket)
    {
        const int OfSocket = 1;
        const int PendingError = 4;
        var error = 0;
        var size = sizeof(int);
        return getsockopt(socket, OfSocket, PendingError, ref error, ref size) != 0 ? Failure(Marshal.GetLastPInvokeError()) : error == 0 ? null : Failure(error);
    }

    private static SocketException Failure(int error) => new((int)(error switch
    {
        1 or 13 => SocketError.AccessDenied,
        23 or 24 => SocketError.TooManyOpenSockets,
        32 => SocketError.Shutdown,
        97 => SocketError.AddressFamilyNotSupported,
        99 => SocketError.AddressNotAvailable,
        100 => SocketError.NetworkDown,
        101 => SocketError.NetworkUnreachable,
        103 => SocketError.ConnectionAborted,
        104 => SocketError.ConnectionReset,
        105 => SocketError.NoBufferSpaceAvailable,
        110 => SocketError.TimedOut,
        111 => SocketError.ConnectionRefused,
        112 => SocketError.HostDown,
        113 => SocketError.HostUnreachable,
        _ => SocketError.SocketError,
    }));

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_create1(int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_ctl(int poll, int operation, int socket, ref byte change);

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_wait(int poll, ref byte events, int count, int timeout);

    [DllImport("libc", SetLastError = true)]
    private static extern int eventfd(uint count, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern nint write(int descriptor, ref long value, nint length);

    [DllImport("libc", SetLastError = true)]
    private static extern nint recv(int socket, ref byte buffer, nint length, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern nint send(int socket, ref byte bytes, nint length, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int socket(int family, int type, int protocol);

    [DllImport("libc", SetLastError = true)]
    private static extern int setsockopt(int socket, int level, int option, ref int value, int size);

    [DllImport("libc", SetLastError = true)]
    private static extern int getsockopt(int socket, int level, int option, ref int value, ref int size);

    [DllImport("libc", SetLastError = true)]
    private static extern int connect(int socket, ref byte address, int length);
}
