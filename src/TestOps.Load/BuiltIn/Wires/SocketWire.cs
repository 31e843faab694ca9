using System.Net.Sockets;

namespace TestOps.Load.BuiltIn.Wires;

/// <summary>A plain connection by the framework's sockets, where <see cref="PolledWire"/> cannot be had.</summary>
internal sealed class SocketWire(Socket socket) : Wire
{
    public override bool CountsBytes => false;

    public override ValueTask<int> ReadAsync(IReadRoom target) => socket.ReceiveAsync(target.Room, SocketFlags.None);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var sending = socket.SendAsync(bytes, SocketFlags.None);
        if (!sending.IsCompletedSuccessfully)
        {
            return SendOnAsync(sending, bytes);
        }

        // It has ended, so nothing is waited for; and its result is taken once, as a ValueTask's may be.
        var sent = sending.Result;
        return sent == bytes.Length ? ValueTask.CompletedTask : SendOnAsync(new ValueTask<int>(sent), bytes);
    }

    public override void Abort() => socket.Dispose();

    private async ValueTask SendOnAsync(ValueTask<int> sending, ReadOnlyMemory<byte> bytes)
    {
        for (bytes = bytes[await sending.ConfigureAwait(false)..]; !bytes.IsEmpty;)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None).ConfigureAwait(false)..];
        }
    }
}
