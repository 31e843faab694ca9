using System.Globalization;
using System.Net;
using System.Net.Sockets;
using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Core.WarRoom;

namespace TestOps.Engines.Tests.Http;

/// <summary>The engine's own process: started for each lease, made ready, ended with it; and what is said where that fails.</summary>
public sealed class HttpStartTests
{
    // Answers 503 once, then 200 with its process id; /die ends it in the midst of a call.
    private const string Server = """
        import http.server, os, sys
        class Handler(http.server.BaseHTTPRequestHandler):
            asked = 0
            def do_GET(self):
                Handler.asked += 1
                if self.path == '/die':
                    print('the table is full', file=sys.stderr, flush=True)
                    os._exit(7)
                body = ('{"pid":%d,"token":"%s"}' % (os.getpid(), os.environ.get('TOKEN', ''))).encode()
                self.send_response(503 if Handler.asked == 1 else 200)
                self.send_header('content-type', 'application/json')
                self.send_header('content-length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            def log_message(self, *args): pass
        http.server.ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1])), Handler).serve_forever()
        """;

    [Fact]
    public async Task Lease_Started_IsAFreshProcessThatEndsWithIt()
    {
        var spec = Spec(Server) with { Version = new VersionSpec("GET", "/version", "/pid"), Headers = new Dictionary<string, string> { ["X-Base"] = "${engine.base}" } };

        await using var first = await spec.LeaseAsync();
        await using var second = await spec.LeaseAsync();

        first.Evidence.Should().Be(EvidenceClass.Cooperating);
        first.IsFresh.Should().BeTrue();
        first.Freshness.Should().Be($"a fresh process (pid {first.Version}) at {first.BaseAddress!.AbsoluteUri.TrimEnd('/')}");
        first.Headers.Should().Equal(new Header("X-Base", first.BaseAddress.AbsoluteUri.TrimEnd('/')));
        second.Version.Should().NotBe(first.Version);
        second.BaseAddress.Should().NotBe(first.BaseAddress);
        (await first.EndOfProcessAsync(EngineCalls.Deadline)).Should().BeNull("it runs");

        await first.DisposeAsync();
        var gone = () => System.Diagnostics.Process.GetProcessById(int.Parse(first.Version!, CultureInfo.InvariantCulture));
        gone.Should().Throw<ArgumentException>("the process ends with its lease");
    }

    [Fact]
    public async Task Lease_EnvironmentOfTheStart_ReachesTheProcessAndNothingElseDoes()
    {
        var spec = Spec(Server) with { Start = Spec(Server).Start! with { Environment = new Dictionary<string, string> { ["TOKEN"] = "${env.SECRET}-1" } } };
        await using var lease = await spec.LeaseAsync(EngineCalls.Binding(environment: name => name == "SECRET" ? "s3cret" : null));

        var reply = await lease.ClientFor(0).CallAsync("GET", "/");

        System.Text.Encoding.UTF8.GetString(reply.Body.Span).Should().Contain("\"token\":\"s3cret-1\"");
    }

    [Fact]
    public async Task EndOfProcess_ThatDiedInACall_HasItsExitCodeAndLastWords()
    {
        await using var lease = await Spec(Server).LeaseAsync();

        var reply = await lease.ClientFor(0).CallAsync("GET", "/die");

        // A GET on a kept connection that breaks before any answer is sent again, and by then nobody listens.
        reply.Failure!.Kind.Should().BeOneOf(EngineFailureKind.ConnectionLost, EngineFailureKind.Unreachable);
        (await lease.EndOfProcessAsync(EngineCalls.Deadline)).Should().Be("exit code 7; its last words: the table is full");
    }

    [Theory]
    [InlineData("import sys; print('no such table', file=sys.stderr); sys.exit(3)", 30_000, "*the engine did not start: * ended with exit code 3 before it was ready; its last words: no such table*")]
    [InlineData("import sys; print('loading', flush=True); sys.stdin.read()", 1_000, "*was not ready within 1 s (GET /up: *); its last words: loading*")]
    public async Task Lease_ProcessThatIsNeverReady_IsAFailedStart(string script, int timeoutMs, string expected)
    {
        var spec = Spec(script) with { Start = Spec(script).Start! with { Timeout = TimeSpan.FromMilliseconds(timeoutMs) } };

        (await FluentFailure(spec)).Should().Match<TestOpsException>(failure => failure.Code == IncidentCodes.EngineStartFailed && failure.ExitCode == ExitCode.Environment)
            .And.Subject.As<TestOpsException>().Message.Should().Match(expected);
    }

    [Fact]
    public async Task Lease_FolderOrProgramThatIsMissing_IsAFailedStart()
    {
        var start = Spec(Server).Start!;

        (await FluentFailure(Spec(Server) with { Start = start with { Directory = "nowhere" } })).Message.Should().Match("the folder *nowhere, in which * is to be run, is not there");
        (await FluentFailure(Spec(Server) with { Start = start with { Command = ["no-such-program", "${engine.port}"] } })).Message.Should().Contain("no-such-program");
    }

    [Fact]
    public async Task Lease_PortTakenInBetween_IsTriedAgainWithAnother()
    {
        // The program asks the test what to do: the first one is told that its port is gone, the second to serve.
        using var control = new TcpListener(IPAddress.Loopback, 0);
        control.Start();
        var script = $"""
            import socket, sys
            control = socket.create_connection(('127.0.0.1', {((IPEndPoint)control.LocalEndpoint).Port}))
            control.sendall(sys.argv[1].encode() + b'\n')
            if control.recv(1) == b'x':
                sys.exit('address already in use')

            """ + Server;
        var leasing = Spec(script).LeaseAsync();
        using var thief = await StealAsync(control);
        await AnswerAsync(control, "s");

        await using var lease = await leasing;

        lease.BaseAddress!.Port.Should().NotBe(((IPEndPoint)thief.LocalEndpoint).Port);
        (await lease.ClientFor(0).CallAsync("GET", "/")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Lease_FixedPortWhereSomebodyAnswers_IsRefused()
    {
        await using var other = new RawServer("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");

        var failure = await FluentFailure(Spec(Server) with { BaseUrl = other.BaseUrl });

        failure.Code.Should().Be(IncidentCodes.EngineStartFailed);
        failure.Message.Should().Be($"something answers at {other.BaseUrl}/ before the engine was started there");
    }

    private static EngineSpec Spec(string script) => HttpCalls.Spec(EngineDefaults.StartedBaseUrl) with
    {
        Start = new StartSpec { Command = ["python3", "-c", script.Replace("${", "\\${", StringComparison.Ordinal), "${engine.port}"], Ready = "/up" },
    };

    private static async Task<TestOpsException> FluentFailure(EngineSpec spec)
    {
        var lease = async () => await (await spec.LeaseAsync()).DisposeAsync();
        return (await lease.Should().ThrowAsync<TestOpsException>()).Which;
    }

    // Takes the port of the program that asks, then tells it so.
    private static async Task<TcpListener> StealAsync(TcpListener control)
    {
        TcpListener? thief = null;
        await AnswerAsync(control, "x", port =>
        {
            thief = new TcpListener(IPAddress.Loopback, port);
            thief.Start();
        });
        return thief!;
    }

    private static async Task AnswerAsync(TcpListener control, string answer, Action<int>? first = null)
    {
        using var program = await control.AcceptTcpClientAsync(EngineCalls.Deadline);
        using var reader = new StreamReader(program.GetStream());
        var port = int.Parse((await reader.ReadLineAsync(EngineCalls.Deadline))!, CultureInfo.InvariantCulture);
        first?.Invoke(port);
        await program.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer), EngineCalls.Deadline);
    }
}
