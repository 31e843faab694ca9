using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using TestOps.Server.Tests.Rig;

namespace TestOps.Server.Tests.Streaming;

/// <summary>What a subscriber costs that hears nothing. Alone in its process, since it counts memory and threads.</summary>
[Collection(nameof(IdleSubscribersTests))]
[CollectionDefinition(nameof(IdleSubscribersTests), DisableParallelization = true)]
public sealed class IdleSubscribersTests
{
    private const int Subscribers = 500;

    /// <summary>Connection, request and waiter take about 17 KiB; a buffer of a subscriber's own would show.</summary>
    private const int BytesMax = 24 * 1024;

    [Fact]
    public async Task Subscribers_Idle_HaveNoThreadAndNoBufferOfTheirOwn()
    {
        var go = new TaskCompletionSource();
        await using var world = await new ServerWorld().With("sim", (_, _) => go.Task).StartAsync();
        var runId = await world.RunAsync();
        using var warm = await SubscribeAsync(world, runId);
        var (bytes, threads) = (GC.GetTotalMemory(forceFullCollection: true), Threads());
        var sockets = new List<Socket>();

        for (var i = 0; i < Subscribers; i++)
        {
            sockets.Add(await SubscribeAsync(world, runId));
        }

        var each = (GC.GetTotalMemory(forceFullCollection: true) - bytes) / Subscribers;
        each.Should().BeLessThan(BytesMax);
        (Threads() - threads).Should().BeLessThan(Subscribers / 10);
        GC.KeepAlive(sockets);
        sockets.ForEach(socket => socket.Dispose());
        go.SetResult();
    }

    private static int Threads()
    {
        using var self = Process.GetCurrentProcess();
        return self.Threads.Count;
    }

    /// <summary>A client that costs this process next to nothing: a socket that has read up to the first event.</summary>
    private static async Task<Socket> SubscribeAsync(ServerWorld world, string runId)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, world.Address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /tests/stream/{runId} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
        var buffer = new byte[4096];
        var seen = "";
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!seen.Contains("sim started", StringComparison.Ordinal))
        {
            seen += Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, deadline.Token));
        }

        return socket;
    }
}
