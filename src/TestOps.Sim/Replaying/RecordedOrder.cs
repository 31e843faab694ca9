using TestOps.Core.Sessions;
using TestOps.Core.Snapshots;

namespace TestOps.Sim.Replaying;

/// <summary>Numbers the calls of a recorded session as they were numbered then.</summary>
internal sealed class RecordedOrder(TraceSession session) : IDispatcher
{
    public ValueTask<long?> EnterAsync(long number, int step, CancellationToken cancellationToken) =>
        ValueTask.FromResult(step <= session.Steps.Count ? session.Steps[step - 1].Record.Order : null);

    public void Leave(long? turn)
    {
    }

    public void Skip(long number, int step)
    {
    }
}
