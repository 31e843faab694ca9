using TestOps.Core.Engines;

namespace TestOps.Load.Tests.Fakes;

/// <summary>An engine that somebody else runs at an address, or nowhere.</summary>
internal sealed class AddressedEngine(Uri? address) : IEngine
{
    public List<LeaseRequest> Requests { get; } = [];

    public int OpenLeases { get; private set; }

    public string Kind => "http";

    public string DisplayName => "an engine of the test";

    public bool IsControlled => false;

    public Task<EngineLease> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        OpenLeases++;
        return Task.FromResult<EngineLease>(new Lease(address, () => OpenLeases--));
    }

    private sealed class Lease(Uri? address, Action end) : EngineLease
    {
        public override EvidenceClass Evidence => EvidenceClass.BlackBox;

        public override bool IsFresh => false;

        public override string Freshness => "a warm engine";

        public override string? Version => "1.2.3";

        public override Uri? BaseAddress => address;

        public override IReadOnlyList<Header> Headers => [new("X-Lease", "1")];

        public override IEngineClient ClientFor(long session) => throw new InvalidOperationException("Load uses clients of its own.");

        public override ValueTask DisposeAsync()
        {
            end();
            return base.DisposeAsync();
        }
    }
}
