using System.Globalization;
using TestOps.Core.Engines;
using TestOps.Core.Suites;

namespace TestOps.Engines.Process;

/// <summary>A fresh process, for one phase or one replay.</summary>
internal sealed class ProcessLease(ProcessProgram program, EngineSpec spec) : EngineLease
{
    public override EvidenceClass Evidence => EvidenceClass.Cooperating;

    public override bool IsFresh => true;

    public override string Freshness => string.Create(CultureInfo.InvariantCulture, $"a fresh process of {program.Hello.Name} (pid {program.Id})");

    public override string? Version => program.Hello.Version;

    public override Uri? BaseAddress => null;

    public override TimeSpan Timeout => spec.Timeout;

    public override long MaxBodyBytes => spec.MaxBodyBytes;

    public override IEngineClient ClientFor(long session) => program.Dialogue;

    public override async ValueTask DisposeAsync()
    {
        await program.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
