using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using TestOps.Core.Clocks;
using TestOps.Core.Engines;
using TestOps.Core.Safety;
using TestOps.Load.BuiltIn;
using TestOps.Load.Tests.Fakes;

namespace TestOps.Load.Tests.BuiltIn.Wires;

/// <summary>What connections do to the client that no answer shows: the edges of what the system reports of a socket.</summary>
public sealed class ConnectionTests
{
    private const int LoopsMax = 16;
    private const int LargeBody = 16 * 1024 * 1024;
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task CallAsync_KeptConnectionThatWasReset_GoesToAnother()
    {
        var mayReset = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isReset = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var connections = 0;
        await using var server = new ScriptedServer(async connection =>
        {
            var isFirst = Interlocked.Increment(ref connections) == 1;
            while (await connection.ReadRequestAsync() is not null)
            {
                await connection.WriteAsync(ScriptedServer.Ok("{}"));
                if (isFirst)
                {
                    await mayReset.Task.WaitAsync(connection.Stop);
                    connection.Reset();
                    isReset.SetResult();
                    return;
                }
            }
        });
        using var client = Client(server.Address);
        (await client.CallAsync(Post("{}"), CancellationToken.None)).Status.Should().Be(200);
        mayReset.SetResult();
        await isReset.Task.WaitAsync(s_deadline, TestContext.Current.CancellationToken);
        await VisitLoopsAsync(server.Address);

        var reply = await client.CallAsync(Post("{}"), CancellationToken.None);

        (reply.Failure, reply.Status).Should().Be((null, 200), "nothing was written on the connection that is gone, so that the request may go to another");
    }

    [Fact]
    public async Task CallAsync_DialThatIsRefusedAtOnceOnAHighHandle_IsUnreachable()
    {
        // More handles than a loop has room for at first; a broadcast address refuses without waiting.
        var handles = Enumerable.Range(0, 1200).Select(static _ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
        try
        {
            using var client = Client(new Uri("http://127.255.255.255:9"));

            var reply = await client.CallAsync(Post("{}"), CancellationToken.None);

            reply.Failure!.Kind.Should().Be(EngineFailureKind.Unreachable);
        }
        finally
        {
            handles.ForEach(static handle => handle.Dispose());
        }
    }

    // Go, and so k6, takes an answer to no request for a connection that is closed. Here the loop is kept from reporting it.
    [Fact]
    public async Task CallAsync_AnswerThatCameBeforeTheRequest_GoesToAnother()
    {
        using var mayGiveUp = new ManualResetEventSlim();
        using var hasGivenUp = new ManualResetEventSlim();
        var connections = 0;
        await using var server = new ScriptedServer(async connection =>
        {
            var isFirst = Interlocked.Increment(ref connections) == 1;
            while (await connection.ReadRequestAsync() is not null)
            {
                await connection.WriteAsync(ScriptedServer.Ok("{}"));
                if (isFirst)
                {
                    mayGiveUp.Wait(s_deadline, connection.Stop);
                    await connection.WriteAsync("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                    hasGivenUp.Set();
                    return;
                }
            }
        });
        var time = new FakeTimeProvider();
        using var client = new LoadHttpClient(new LoadTarget { BaseAddress = server.Address }, TargetPolicy.LoopbackOnly, time);

        var reply = await CallAgainOnTheLoopAsync();

        (reply.Failure, reply.Status, connections).Should().Be((null, 200, 2));

        async Task<EngineReply> CallAgainOnTheLoopAsync()
        {
            await client.CallAsync(Post("{}"), CancellationToken.None).ConfigureAwait(false);
            time.Advance(TimeSpan.FromMilliseconds(5));
            mayGiveUp.Set();
            hasGivenUp.Wait(s_deadline);
            return await client.CallAsync(Post("{}"), CancellationToken.None).ConfigureAwait(false);
        }
    }

    // Where the loop reports the room to write and the answer as one change, and nothing after it.
    [Fact]
    public async Task CallAsync_AnswerAndRoomForTheRequestAtOnce_AreBothSeen()
    {
        using var answered = new ManualResetEventSlim();
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(ScriptedServer.Ok("{}"));

            // The answer comes before the request is read, which then is, and the connection stays.
            var buffer = new byte[1024 * 1024];
            await connection.Stream.ReadExactlyAsync(buffer.AsMemory(0, 1), connection.Stop);
            await connection.WriteAsync(ScriptedServer.Ok("{}"));
            for (var left = LargeBody - 1; left > 0;)
            {
                left -= await connection.Stream.ReadAsync(buffer, connection.Stop);
                if (left < LargeBody - buffer.Length)
                {
                    answered.Set();
                }
            }

            await connection.WaitForEndAsync();
        });
        using var client = Client(server.Address);

        var reply = await CallOnTheLoopAsync(client, answered);

        (reply.Failure, reply.Status).Should().Be((null, 200));
    }

    /// <summary>Calls once, and then, on the thread that saw the answer, once more, holding that thread until the server has done its part: what it did comes as one change.</summary>
    private static async Task<EngineReply> CallOnTheLoopAsync(LoadHttpClient client, ManualResetEventSlim done)
    {
        await client.CallAsync(Post("{}"), CancellationToken.None).ConfigureAwait(false);
        var call = client.CallAsync(Post(new string('x', LargeBody)), CancellationToken.None);
        done.Wait(s_deadline);
        return await call.ConfigureAwait(false);
    }

    /// <summary>Each loop has handled what was reported before: one connection at least has been dialled on each.</summary>
    private static async Task VisitLoopsAsync(Uri address)
    {
        for (var i = 0; i < LoopsMax; i++)
        {
            using var client = Client(address);
            await client.CallAsync(Post("{}"), CancellationToken.None);
        }
    }

    private static LoadHttpClient Client(Uri address) => new(new LoadTarget { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) }, TargetPolicy.LoopbackOnly, TimeProvider.System);

    private static EngineCall Post(string body) => new()
    {
        Context = new CallContext { Session = 0, Clock = SessionClock.Wall(TimeProvider.System) },
        Method = "POST",
        Path = "/",
        Body = Encoding.UTF8.GetBytes(body),
        ContentType = "text/plain",
    };
}
