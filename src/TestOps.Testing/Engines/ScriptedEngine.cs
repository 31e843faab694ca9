using System.Text;
using TestOps.Core.Engines;

namespace TestOps.Testing.Engines;

/// <summary>
/// An engine whose answers a test writes: a function of the call and of the lease's number (1 for the first lease, 2 for the second, ...). Controlled by default; a black box
/// where <see cref="IsControlled"/> is false.
/// </summary>
public sealed class ScriptedEngine(Func<EngineCall, int, EngineReply> answer) : IEngine
{
    private int _leases;

    /// <inheritdoc />
    public string Kind => "scripted";

    /// <inheritdoc />
    public string DisplayName => "scripted (a test's own engine)";

    /// <inheritdoc />
    public bool IsControlled { get; init; } = true;

    /// <summary>Version that leases report; null by default.</summary>
    public string? Version { get; init; }

    /// <summary>Version that a lease reports, by the lease's number; goes before <see cref="Version"/>. None by default.</summary>
    public Func<int, string?>? VersionOf { get; init; }

    /// <summary>Fails a lease, by its number; null lets it be. None by default.</summary>
    public Func<int, Exception?>? RefuseLease { get; init; }

    /// <summary>Awaited before each answer, with the call; lets a test hold calls back. None by default.</summary>
    public Func<EngineCall, CancellationToken, Task>? Before { get; init; }

    /// <summary>A JSON answer with status 200 after <paramref name="elapsedNs"/> nanoseconds.</summary>
    public static EngineReply Json(string json, long elapsedNs = 0, int status = 200) =>
        EngineReply.Plain(status, "application/json", Encoding.UTF8.GetBytes(json), elapsedNs);

    /// <inheritdoc />
    public Task<EngineLease> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _leases);
        return RefuseLease?.Invoke(number) is { } failure ? Task.FromException<EngineLease>(failure) : Task.FromResult<EngineLease>(new Lease(this, number));
    }

    private sealed class Lease(ScriptedEngine engine, int number) : EngineLease, IEngineClient
    {
        public override EvidenceClass Evidence => engine.IsControlled ? EvidenceClass.Controlled : EvidenceClass.BlackBox;

        public override bool IsFresh => engine.IsControlled;

        public override string Freshness => engine.IsControlled ? "a fresh scripted instance per session" : "a warm scripted engine";

        public override string? Version => engine.VersionOf is { } versionOf ? versionOf(number) : engine.Version;

        public override Uri? BaseAddress => null;

        public override IEngineClient ClientFor(long session) => this;

        public async ValueTask<EngineReply> CallAsync(EngineCall call, CancellationToken cancellationToken)
        {
            if (engine.Before is { } before)
            {
                await before(call, cancellationToken).ConfigureAwait(false);
            }

            return engine.Answer(call, number);
        }
    }

    private EngineReply Answer(EngineCall call, int lease) => answer(call, lease);
}
