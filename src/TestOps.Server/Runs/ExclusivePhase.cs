using TestOps.Core.Journaling;
using TestOps.Core.Phases;

namespace TestOps.Server.Runs;

/// <summary>A phase of which one runs at a time on this server: two loads at once would measure each other.</summary>
internal sealed class ExclusivePhase(IPhase phase, SemaphoreSlim turn) : IPhase
{
    public string Name => phase.Name;

    public async Task RunAsync(PhaseContext context, CancellationToken cancellationToken)
    {
        if (!turn.Wait(0, CancellationToken.None))
        {
            await context.AppendAsync(new Notice(Name, EventSeverity.Info, $"{Name} waits for its turn: another run's {Name} is under way, and the two would disturb each other's numbers"), cancellationToken);
            await turn.WaitAsync(cancellationToken);
        }

        try
        {
            await phase.RunAsync(context, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }
}
