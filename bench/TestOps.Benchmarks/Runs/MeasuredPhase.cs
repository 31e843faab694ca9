using TestOps.Benchmarks.Measuring;
using TestOps.Core.Phases;

namespace TestOps.Benchmarks.Runs;

/// <summary>A phase that remembers its cost.</summary>
internal sealed class MeasuredPhase(IPhase phase) : IPhase
{
    public string Name => phase.Name;

    public Cost Cost { get; private set; }

    public async Task RunAsync(PhaseContext context, CancellationToken cancellationToken) => Cost = await Cost.OfAsync(() => phase.RunAsync(context, cancellationToken));
}
