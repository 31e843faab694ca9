using TestOps.Core.Engines;
using TestOps.Core.Phases;

namespace TestOps.Load;

/// <summary>What generates a load: this process, or k6. What follows from a measurement does not depend on it.</summary>
internal interface ILoadDriver
{
    /// <summary>
    /// Runs the load of the plan against a leased engine to its end, appending what each second brings while it runs. Cancellation interrupts it: what was measured until then is
    /// the answer.
    /// </summary>
    Task<LoadMeasurement> MeasureAsync(PhaseContext context, EngineLease lease, CancellationToken cancellationToken);
}
