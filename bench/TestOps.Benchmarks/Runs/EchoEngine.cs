using TestOps.Core.Engines;

namespace TestOps.Benchmarks.Runs;

/// <summary>A controlled engine that costs next to nothing: it answers with the request's body after a virtual millisecond.</summary>
internal sealed class EchoEngine : IEngine
{
    public string Kind => "echo";

    public string DisplayName => "echo (answers with the request)";

    public bool IsControlled => true;

    public Task<EngineLease> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken) => Task.FromResult<EngineLease>(new Lease());

    private sealed class Lease : EngineLease, IEngineClient
    {
        public override EvidenceClass Evidence => EvidenceClass.Controlled;

        public override bool IsFresh => true;

        public override string Freshness => "a fresh echo per session";

        public override string? Version => null;

        public override Uri? BaseAddress => null;

        public override IEngineClient ClientFor(long session) => this;

        // The request lies in the interpreter's buffer, which the next step reuses.
        public ValueTask<EngineReply> CallAsync(EngineCall call, CancellationToken cancellationToken) =>
            ValueTask.FromResult(EngineReply.Plain(200, "application/json", call.Body.ToArray(), 1_000_000));
    }
}
