using TestOps.Core.Phases;

namespace TestOps.Server.Tests.Rig;

/// <summary>A phase that a test writes.</summary>
internal sealed class WrittenPhase(string name, Func<PhaseContext, CancellationToken, Task> run) : IPhase
{
    public string Name => name;

    public Task RunAsync(PhaseContext context, CancellationToken cancellationToken) => run(context, cancellationToken);
}
