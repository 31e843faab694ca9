using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using TestOps.Core.Clocks;
using TestOps.Core.Engines;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Load.BuiltIn;
using TestOps.Load.Tests.Fakes;

namespace TestOps.Load.Tests.BuiltIn;

public sealed class LoadHttpClientFailureTests
{
    [Fact]
    public async Task CallAsync_NobodyListens_IsRefusedAndTakesNoTime()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();

        var reply = await CallAsync(new Uri($"http://127.0.0.1:{port}"));

        reply.Failure.Should().Be(new EngineFailure(EngineFailureKind.Unreachable, $"127.0.0.1:{port}: connection refused", 1212));
        reply.Timings.Should().Be(default(CallTimings), "k6 has samples of 0 ms for a refused connection");
        reply.Status.Should().Be(0);
    }

    [Fact]
    public async Task CallAsync_ConnectionReset_IsLost()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            connection.Reset();
        });

        var failure = (await CallAsync(server.Address)).Failure!;

        (failure.Kind, failure.ErrorCode).Should().Be((EngineFailureKind.ConnectionLost, 1220));
    }

    [Theory]
    [InlineData("", EngineFailureKind.ConnectionLost)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", EngineFailureKind.ConnectionLost)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", EngineFailureKind.ConnectionLost)]
    [InlineData("nonsense\r\n\r\n", EngineFailureKind.MalformedAnswer)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", EngineFailureKind.MalformedAnswer)]
    public async Task CallAsync_AnswerThatBreaksOff_IsAFinding(string answer, EngineFailureKind kind)
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(answer);
        });

        var failure = (await CallAsync(server.Address)).Failure!;

        (failure.Kind, failure.ErrorCode).Should().Be((kind, 1000));
    }

    [Fact]
    public async Task CallAsync_EndlessHeaders_AreMalformed()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\n");
            while (true)
            {
                await connection.WriteAsync($"X-More: {new string('x', 1000)}\r\n");
            }
        });

        (await CallAsync(server.Address)).Failure!.Kind.Should().Be(EngineFailureKind.MalformedAnswer);
    }

    [Fact]
    public async Task CallAsync_NoAnswerInTime_IsATimeoutThatWaited()
    {
        await using var server = new ScriptedServer(connection => connection.WaitForEndAsync());
        using var client = Client(server.Address, TimeSpan.FromMilliseconds(150));

        var reply = await client.CallAsync(Get(), CancellationToken.None);
        var again = await client.CallAsync(Get(), CancellationToken.None);

        (reply.Failure!.Kind, reply.Failure.ErrorCode).Should().Be((EngineFailureKind.Timeout, 1050));
        reply.Failure.Message.Should().Be("no complete answer within 0.15 s");
        (Math.Max(reply.Timings!.Value.WaitingNs, again.Timings!.Value.WaitingNs) / 1e6).Should().BeGreaterThan(100, "connecting and sending take little of it, unless the machine is busy both times");
        again.Failure!.Kind.Should().Be(EngineFailureKind.Timeout);
    }

    [Fact]
    public async Task CallAsync_BodyThatTrickles_IsATimeout()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
            await connection.WaitForEndAsync();
        });
        using var client = Client(server.Address, TimeSpan.FromMilliseconds(150));

        (await client.CallAsync(Get(), CancellationToken.None)).Failure!.Kind.Should().Be(EngineFailureKind.Timeout);
    }

    [Fact]
    public async Task CallAsync_EndlessBody_IsCutAtTheLimit()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true)
            {
                await connection.WriteAsync($"400\r\n{new string('x', 0x400)}\r\n");
            }
        });

        var reply = await CallAsync(server.Address);

        reply.Failure.Should().Be(new EngineFailure(EngineFailureKind.BodyTooLarge, "the body is larger than the limit of 65536 bytes", 1000));
        reply.Timings!.Value.ReceivedBytes.Should().BeInRange(65_536, 2_000_000);
    }

    [Fact]
    public async Task CallAsync_AnnouncedBodyOverTheLimit_IsNotRead()
    {
        await using var server = ScriptedServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n");

        (await CallAsync(server.Address)).Failure!.Kind.Should().Be(EngineFailureKind.BodyTooLarge);
    }

    [Fact]
    public async Task CallAsync_AddressBeyondThePolicy_IsRefusedBeforeItIsDialled()
    {
        var failure = (await CallAsync(new Uri("http://192.0.2.1:8080"))).Failure!;

        (failure.Kind, failure.ErrorCode).Should().Be((EngineFailureKind.RefusedByPolicy, 1110));
        failure.Message.Should().Contain("192.0.2.1").And.Contain("--allow-host");
    }

    [Fact]
    public async Task CallAsync_HeaderWithALineBreak_IsNotSent()
    {
        await using var server = ScriptedServer.Answering(ScriptedServer.Ok("{}"));
        using var client = Client(server.Address, TimeSpan.FromSeconds(10));

        var reply = await client.CallAsync(Get(new Header("X-A", "1\r\nX-Evil: 2")), CancellationToken.None);

        reply.Failure!.Kind.Should().Be(EngineFailureKind.InvalidRequest);
        server.Connections.Should().Be(0);
    }

    [Fact]
    public async Task CallAsync_Cancelled_ThrowsForTheCallersTokenAndCountsItsBytes()
    {
        using var cancellation = new CancellationTokenSource();
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await cancellation.CancelAsync();
            await connection.WaitForEndAsync();
        });
        using var client = Client(server.Address, TimeSpan.FromSeconds(20));

        var thrown = await FluentActions.Awaiting(() => client.CallAsync(Get(), cancellation.Token).AsTask()).Should().ThrowAsync<OperationCanceledException>();

        thrown.Which.CancellationToken.Should().Be(cancellation.Token);
        client.TakeWireBytes().Sent.Should().BePositive();
    }

    [Fact]
    public async Task CallAsync_Tls_MeasuresTheHandshakeApart()
    {
        using var certificate = TestCertificate.SelfSigned();
        await using var server = Secure(certificate);
        using var client = new LoadHttpClient(
            Target(server, TimeSpan.FromSeconds(20)),
            TargetPolicy.LoopbackOnly,
            TimeProvider.System,
            new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == certificate.GetCertHashString() });

        var first = await client.CallAsync(Get(), CancellationToken.None);
        var second = await client.CallAsync(Get(), CancellationToken.None);

        (first.Failure, first.Status).Should().Be((null, 200));
        first.Timings!.Value.TlsNs.Should().BePositive();
        first.Timings.Value.ConnectingNs.Should().BePositive();
        first.Timings.Value.BlockedNs.Should().BeGreaterThanOrEqualTo(first.Timings.Value.TlsNs + first.Timings.Value.ConnectingNs);
        (second.Timings!.Value.TlsNs, second.Timings.Value.ConnectingNs).Should().Be((0, 0));
        first.Timings.Value.SentBytes.Should().BeGreaterThan(second.Timings.Value.SentBytes, "the handshake is on the wire, too");
    }

    [Fact]
    public async Task CallAsync_UntrustedCertificate_IsUnreachable()
    {
        using var certificate = TestCertificate.SelfSigned();
        await using var server = Secure(certificate);
        using var client = new LoadHttpClient(Target(server, TimeSpan.FromSeconds(20)), TargetPolicy.LoopbackOnly, TimeProvider.System);

        var failure = (await client.CallAsync(Get(), CancellationToken.None)).Failure!;

        (failure.Kind, failure.ErrorCode).Should().Be((EngineFailureKind.Unreachable, 1310));
    }

    [Fact]
    public async Task CallAsync_Http2ThatTheServerDoesNotOffer_SaysSo()
    {
        using var certificate = TestCertificate.SelfSigned();
        await using var server = Secure(certificate);
        using var client = Http2Client(server);

        var failure = (await client.CallAsync(Get(), CancellationToken.None)).Failure!;

        (failure.Kind, failure.Message).Should().Be((EngineFailureKind.Unreachable, "the server does not offer HTTP/2, which load.http.version asks for"));
    }

    [Fact]
    public async Task CallAsync_HandshakeThatIsRefused_SaysWhy()
    {
        using var certificate = TestCertificate.SelfSigned();
        await using var server = Secure(certificate, SslApplicationProtocol.Http11);
        using var client = Http2Client(server);

        var failure = (await client.CallAsync(Get(), CancellationToken.None)).Failure!;

        (failure.Kind, failure.ErrorCode).Should().Be((EngineFailureKind.Unreachable, 1300));
        failure.Message.Should().StartWith("the TLS handshake failed: ").And.NotContain("inner exception");
    }

    private static LoadHttpClient Http2Client(ScriptedServer server) => new(
        Target(server, TimeSpan.FromSeconds(20)) with { Http = new LoadHttpSpec { Version = "2", InsecureSkipTlsVerify = true } },
        TargetPolicy.LoopbackOnly,
        TimeProvider.System);

    private static ScriptedServer Secure(X509Certificate2 certificate, params SslApplicationProtocol[] offered) => new(async connection =>
    {
        var secured = new SslStream(connection.Stream);
        connection.Stream = secured;
        try
        {
            await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate, ApplicationProtocols = offered.Length == 0 ? null : [.. offered] }, connection.Stop);
        }
        catch (System.Security.Authentication.AuthenticationException e)
        {
            throw new IOException("The client does not trust the certificate.", e);
        }

        while (await connection.ReadRequestAsync() is not null)
        {
            await connection.WriteAsync(ScriptedServer.Ok("{}"));
        }
    });

    private static LoadTarget Target(ScriptedServer server, TimeSpan timeout) => new() { BaseAddress = new Uri($"https://127.0.0.1:{server.Address.Port}"), Timeout = timeout };

    private static async Task<EngineReply> CallAsync(Uri address)
    {
        using var client = Client(address, TimeSpan.FromSeconds(20));
        return await client.CallAsync(Get(), CancellationToken.None);
    }

    private static LoadHttpClient Client(Uri address, TimeSpan timeout) =>
        new(new LoadTarget { BaseAddress = address, Timeout = timeout, MaxBodyBytes = 65_536 }, TargetPolicy.LoopbackOnly, TimeProvider.System);

    private static EngineCall Get(params Header[] headers) => new()
    {
        Context = new CallContext { Session = 0, Clock = SessionClock.Wall(TimeProvider.System) },
        Method = "GET",
        Path = "/",
        Headers = headers,
    };
}
