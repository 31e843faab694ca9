using System.Net.Security;
using System.Net.Sockets;

namespace TestOps.Load.BuiltIn.Wires;

/// <summary>A connection over TLS; its bytes are counted below the encryption.</summary>
internal sealed class SecuredWire(Socket socket, SslStream secured) : Wire
{
    public override bool CountsBytes => true;

    public override string? TlsVersion { get; } = TlsVersions.NameOf(secured.SslProtocol);

    public override ValueTask<int> ReadAsync(IReadRoom target) => secured.ReadAsync(target.Room);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => secured.WriteAsync(bytes);

    public override void Abort() => socket.Dispose();

    public override void Dispose()
    {
        // The socket goes first: a farewell of TLS to somebody who does not read would be waited for.
        socket.Dispose();
        secured.Dispose();
    }
}
