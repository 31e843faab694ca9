using System.Net;
using System.Net.Sockets;

namespace TestOps.Processes;

/// <summary>Ports that nobody listens on.</summary>
public static class FreePort
{
    /// <summary>
    /// A TCP port of 127.0.0.1 that is free now. Nothing keeps it free: another program may take it before the child binds it, and the child then ends
    /// early. A caller that sees that starts the child again with another port. Ports are not given twice in a row, so parallel starts of one process rarely meet.
    /// </summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
