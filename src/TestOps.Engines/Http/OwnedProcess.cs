using System.Globalization;
using System.Net;
using System.Net.Sockets;
using TestOps.Core;
using TestOps.Core.Clocks;
using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Core.WarRoom;
using TestOps.Processes;

namespace TestOps.Engines.Http;

/// <summary>The engine's process, started by us for one lease.</summary>
internal sealed class OwnedProcess : IAsyncDisposable
{
    private static readonly TimeSpan PortGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ExitGrace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ChildProcess _child;
    private readonly HttpClientOptions _options;

    private OwnedProcess(ChildProcess child, HttpClientOptions options)
    {
        _child = child;
        _options = options;
    }

    /// <summary>Process id.</summary>
    public int Id => _child.Id;

    /// <summary>Starts the process and waits until it is ready.</summary>
    /// <exception cref="ChildProcessException">It cannot be started, ends before it is ready, or is not ready in time.</exception>
    /// <exception cref="TestOpsException">Another program has its port.</exception>
    public static async Task<OwnedProcess> StartAsync(EngineSpec engine, CommandLine command, HttpClientOptions options, HttpEngineClient client, GuardCommand? guard, CancellationToken cancellationToken)
    {
        var start = engine.Start!;
        await RefuseTakenPortAsync(options, cancellationToken).ConfigureAwait(false);
        var ready = start.Ready ?? engine.Health;
        var child = await ChildProcess.StartAsync(
            command.Options(IncidentCodes.EngineStartFailed, guard) with
            {
                ReadyTimeout = start.Timeout,
                Probe = (_, token) => ready is null ? ProbePortAsync(options, token) : ProbePathAsync(ready, options, client, token),
            },
            cancellationToken).ConfigureAwait(false);
        return new OwnedProcess(child, options);
    }

    /// <summary>Whether another program has the port now, so that ours could not bind it.</summary>
    public static bool IsTaken(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return false;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return true;
        }
    }

    /// <summary>How the process ended, with its last words; null while it runs. <paramref name="isDoubted"/>: it has cut a connection, so that its end may be near.</summary>
    public async Task<string?> EndAsync(bool isDoubted, CancellationToken cancellationToken)
    {
        // Its sockets are closed a moment before its end is known to us, the one of a call a moment before the one that listens.
        if (!_child.Exited.IsCompleted && !isDoubted && await AcceptsAsync(_options, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        await Task.WhenAny(_child.Exited, Task.Delay(ExitGrace, _options.Time, cancellationToken)).ConfigureAwait(false);
        return _child.Exited.IsCompleted ? CommandLine.Ending(_child.ExitText, _child.ErrorTail.Length > 0 ? _child.ErrorTail : _child.OutputTail) : null;
    }

    public ValueTask DisposeAsync() => _child.DisposeAsync();

    // Without this, a server that was forgotten there would answer in place of ours, which ends with "address in use" a moment later.
    private static async Task RefuseTakenPortAsync(HttpClientOptions options, CancellationToken cancellationToken)
    {
        var started = options.Time.GetTimestamp();
        while (await AcceptsAsync(options, cancellationToken).ConfigureAwait(false))
        {
            if (options.Time.GetElapsedTime(started) > PortGrace)
            {
                throw new TestOpsException(
                    IncidentCodes.EngineStartFailed,
                    $"something answers at {options.BaseAddress} before the engine was started there",
                    "end that program, or let TestOps choose a free port: ${engine.port} in engine.start.command, and base_url left out");
            }

            await Task.Delay(Pause, options.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<string?> ProbePathAsync(string path, HttpClientOptions options, HttpEngineClient client, CancellationToken cancellationToken)
    {
        var context = new CallContext { Session = 0, Clock = SessionClock.Wall(options.Time) };
        var reply = await client.CallAsync(new EngineCall { Context = context, Method = "GET", Path = path }, cancellationToken).ConfigureAwait(false);
        return reply.Failure is { } failure ? $"GET {path}: {failure.Message}"
            : reply.Status is >= 200 and < 400 ? null
            : string.Create(CultureInfo.InvariantCulture, $"GET {path} answered {reply.Status}");
    }

    private static async Task<string?> ProbePortAsync(HttpClientOptions options, CancellationToken cancellationToken) =>
        await AcceptsAsync(options, cancellationToken).ConfigureAwait(false) ? null : $"nothing listens at {options.BaseAddress}";

    private static async Task<bool> AcceptsAsync(HttpClientOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var probe = await options.Connector().ConnectAsync(options.Host, options.BaseAddress.Port, cancellationToken).ConfigureAwait(false);
            await probe.DisposeAsync().ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
