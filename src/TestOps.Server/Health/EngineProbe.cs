using TestOps.Core;
using TestOps.Core.Clocks;
using TestOps.Core.Engines;
using TestOps.Core.Secrets;
using TestOps.Server.Suites;

namespace TestOps.Server.Health;

/// <summary>Asks the engine of a suite how it is, one question at a time; an answer serves everybody for <see cref="KeepFor"/>, since asking may start a process.</summary>
internal sealed class EngineProbe(ISuiteCatalogue catalogue, TimeProvider time)
{
    public static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, (long At, EngineHealth Health)> _kept = new(StringComparer.Ordinal);

    public async Task<EngineHealth> AskAsync(RegisteredSuite suite, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!_kept.TryGetValue(suite.Name, out var kept) || time.GetElapsedTime(kept.At) > KeepFor)
            {
                kept = (time.GetTimestamp(), await AskEngineAsync(suite, cancellationToken));
                _kept[suite.Name] = kept;
            }

            return kept.Health;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<EngineHealth> AskEngineAsync(RegisteredSuite suite, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var secrets = RunSecrets.None;
        try
        {
            var planned = catalogue.Prepare(suite, new RunWishes());
            secrets = planned.Secrets;
            await using var lease = await planned.Engine.LeaseAsync(new LeaseRequest(LeasePurpose.Sim), stop.Token);
            var path = planned.Plan.Suite.Engine.Health ?? (planned.Engine.Kind == "toron" ? "/health" : null);
            return path is null ? new EngineHealth(true, lease.Version, null, null) : Redact(await CallAsync(lease, planned.Engine.IsControlled ? SessionClock.Virtual() : SessionClock.Wall(time), path, stop.Token), secrets);
        }
        catch (TestOpsException failure)
        {
            return new EngineHealth(false, null, null, secrets.Redact(failure.Message));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new EngineHealth(false, null, null, FormattableString.Invariant($"the engine did not answer within {Limit.TotalSeconds} s"));
        }
    }

    // An engine may well repeat what it was sent.
    private static EngineHealth Redact(EngineHealth health, RunSecrets secrets) => health with { Cause = health.Cause is { } cause ? secrets.Redact(cause) : null, Version = health.Version is { } version ? secrets.Redact(version) : null };

    private async Task<EngineHealth> CallAsync(EngineLease lease, SessionClock clock, string path, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var call = new EngineCall { Context = new CallContext { Session = 0, Clock = clock, Step = 1 }, Method = "GET", Path = path };
        var reply = await lease.ClientFor(0).CallAsync(call, cancellationToken);
        var elapsed = Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 3);
        return reply switch
        {
            { Failure: { } failure } => new EngineHealth(false, lease.Version, null, failure.Message),
            { Status: >= 200 and < 400 } => new EngineHealth(true, lease.Version, elapsed, null),
            _ => new EngineHealth(false, lease.Version, elapsed, FormattableString.Invariant($"GET {path} was answered {reply.Status}")),
        };
    }
}
