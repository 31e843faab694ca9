using System.Net;
using System.Net.Sockets;

namespace TestOps.Processes.Tests;

/// <summary>Ports that a child may listen on.</summary>
public sealed class FreePortTests
{
    [Fact]
    public void Find_Port_CanBeListenedOn()
    {
        var port = FreePort.Find();

        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        ((IPEndPoint)listener.LocalEndpoint).Port.Should().Be(port);
    }
}
