using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Core.WarRoom;
using TestOps.Processes;

namespace TestOps.Engines.Http;

/// <summary>An HTTP service: started by us for each lease, reset for each lease, or as somebody else runs it.</summary>
internal sealed class HttpEngine(EngineSpec spec, EngineBinding binding, GuardCommand? guard) : IEngine
{
    private const int StartAttempts = 3;

    public string Kind => "http";

    public string DisplayName =>
        spec.Start is { } start ? $"http engine started by {string.Join(' ', start.Command)}" : spec.BaseUrl is null ? "http" : $"http engine at {spec.BaseUrl}";

    public bool IsControlled => false;

    public async Task<EngineLease> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        if (spec.Start is null)
        {
            var options = OptionsAt(null);
            await RunResetAsync(options, cancellationToken).ConfigureAwait(false);
            return await LeaseAsync(options, new HttpEngineClient(options), null, cancellationToken).ConfigureAwait(false);
        }

        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort.Find();
            var options = OptionsAt(port);
            try
            {
                return await StartAsync(options, cancellationToken).ConfigureAwait(false);
            }
            catch (ChildProcessException exception)
            {
                // Between our look and the program's bind, another program may have taken the port.
                if (attempt == StartAttempts || options.BaseAddress.Port != port || exception.ProcessExitCode is null || !OwnedProcess.IsTaken(port))
                {
                    throw new TestOpsException(IncidentCodes.EngineStartFailed, $"the engine did not start: {exception.Message}", exception.Hint, exception);
                }
            }
        }
    }

    private async Task<EngineLease> StartAsync(HttpClientOptions options, CancellationToken cancellationToken)
    {
        await new StartPlace(options).CheckAsync(cancellationToken).ConfigureAwait(false);
        await RunResetAsync(options, cancellationToken).ConfigureAwait(false);
        var start = spec.Start!;
        var command = new CommandLine(start.Command, start.Environment, start.Directory, "engine.start.command", options.Scope);
        var client = new HttpEngineClient(options);
        OwnedProcess? process = null;
        try
        {
            process = await OwnedProcess.StartAsync(spec, command, options, client, guard, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (process is null)
            {
                client.Dispose();
            }
        }

        return await LeaseAsync(options, client, process, cancellationToken).ConfigureAwait(false);
    }

    private async Task<EngineLease> LeaseAsync(HttpClientOptions options, HttpEngineClient client, OwnedProcess? process, CancellationToken cancellationToken)
    {
        var lease = new HttpLease(spec, options, client, process, ResetText(options.Scope));
        try
        {
            await lease.MakeReadyAsync(cancellationToken).ConfigureAwait(false);
            return lease;
        }
        catch (TestOpsException exception) when (process is not null)
        {
            var end = await lease.EndOfProcessAsync(cancellationToken).ConfigureAwait(false);
            await lease.DisposeAsync().ConfigureAwait(false);
            throw end is null ? exception : new TestOpsException(IncidentCodes.EngineStartFailed, $"the engine's process ended before the phase began: {end} ({exception.Message})", "run engine.start.command by hand to see why", exception);
        }
        catch
        {
            await lease.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private Task RunResetAsync(HttpClientOptions options, CancellationToken cancellationToken) =>
        spec.Reset is CommandReset command ? EngineReset.RunAsync(command, options.Scope, guard, cancellationToken) : Task.CompletedTask;

    private string? ResetText(LeaseScope scope) => spec.Reset switch
    {
        CallReset call => $"{call.Method} {call.Path}",
        CommandReset command => new CommandLine(command.Command, command.Environment, command.Directory, "engine.reset.run", scope).Text,
        _ => null,
    };

    private HttpClientOptions OptionsAt(int? port)
    {
        var address = BaseAddress.Parse(BindingTemplate.Render(spec.BaseUrl ?? "", "engine.base_url", new LeaseScope(binding, port)));
        var scope = new LeaseScope(binding, address.Port, address.GetLeftPart(UriPartial.Authority));
        var headers = spec.Headers
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .Select(header => new Header(header.Key, BindingTemplate.Render(header.Value, $"engine.headers.{header.Key}", scope)))
            .ToArray();
        return new HttpClientOptions(address, headers, spec.Timeout, spec.MaxBodyBytes, scope);
    }
}
