using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using TestOps.Core;
using TestOps.Core.Clocks;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Core.WarRoom;

namespace TestOps.Engines.Http;

/// <summary>Asks an engine, before a phase starts, whether it is allowed, there and well, and which version it is.</summary>
internal sealed class HttpReadiness(EngineSpec spec, HttpClientOptions options, HttpEngineClient client)
{
    /// <summary>Asks health and version; answers the version, or null where the suite does not ask.</summary>
    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        if (spec.Health is not null)
        {
            await AskAsync("GET", spec.Health, "engine.health", cancellationToken).ConfigureAwait(false);
        }

        if (spec.Version is null)
        {
            return null;
        }

        var reply = await AskAsync(spec.Version.Method, spec.Version.Path, "engine.version", cancellationToken).ConfigureAwait(false);
        return VersionOf(reply, spec.Version);
    }

    /// <summary>Whether the engine is allowed and there. Refused by policy or by the network is known before anything is asked, and even where the suite names no health call.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        var connector = options.Connector();
        using var timeout = new CancellationTokenSource(options.Timeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            if (spec.Health is not null || spec.Version is not null)
            {
                await connector.ResolveAsync(options.Host, either.Token).ConfigureAwait(false);
                return;
            }

            var probe = await connector.ConnectAsync(options.Host, options.BaseAddress.Port, either.Token).ConfigureAwait(false);
            await probe.DisposeAsync().ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            throw Unreachable(exception.SocketErrorCode == SocketError.ConnectionRefused ? "connection refused" : exception.Message, exception);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Unreachable(HttpFailures.TimedOut(options.Timeout).Message, exception);
        }
    }

    private async Task<EngineReply> AskAsync(string method, string path, string what, CancellationToken cancellationToken)
    {
        var context = new CallContext { Session = 0, Clock = SessionClock.Wall(options.Time) };
        var reply = await client.CallAsync(new EngineCall { Context = context, Method = method, Path = path }, cancellationToken).ConfigureAwait(false);
        if (reply.Failure is { } failure)
        {
            throw Unreachable($"{method} {path}: {failure.Message}", null);
        }

        return reply.Status is >= 200 and < 300
            ? reply
            : throw Unhealthy(what, string.Create(CultureInfo.InvariantCulture, $"{method} {path} answered {reply.Status}, expected 200 to 299"), $"look at the engine's own log, or mend {what} in the suite");
    }

    private string VersionOf(EngineReply reply, VersionSpec version)
    {
        try
        {
            using var document = JsonDocument.Parse(reply.Body);
            if (JsonPointer.TryParse(version.At, out var pointer, out _) && pointer.TryEvaluate(document.RootElement, out var value)
                && value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            {
                return value.ToString();
            }
        }
        catch (JsonException exception)
        {
            throw Unhealthy("engine.version", $"{version.Method} {version.Path} did not answer JSON: {exception.Message}", "mend engine.version in the suite");
        }

        throw Unhealthy("engine.version.at", $"the answer of {version.Method} {version.Path} has no text or number at {version.At}", "mend engine.version.at in the suite");
    }

    private TestOpsException Unreachable(string what, Exception? cause) => new(
        IncidentCodes.EngineUnreachable, $"the engine at {options.BaseAddress} cannot be reached: {what}", $"start it, or check engine.base_url; then try: curl -i {options.BaseAddress}", cause) { Facts = Facts };

    private TestOpsException Unhealthy(string path, string what, string hint) => new(IncidentCodes.EngineUnhealthy, $"the engine at {options.BaseAddress} is not well: {what}", hint) { Facts = new Dictionary<string, string>(Facts, StringComparer.Ordinal) { ["path"] = path } };

    private Dictionary<string, string> Facts => new(StringComparer.Ordinal) { ["host"] = options.BaseAddress.Authority };
}
