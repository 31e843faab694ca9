namespace TestOps.Core.Phases;

/// <summary>A phase that can tell before the first phase starts whether it will be able to run: its tools, its files.</summary>
public interface IPreparedPhase : IPhase
{
    /// <summary>
    /// Looks at everything that can be known without an engine, before any phase starts. What rises ends the run as if the phase itself had failed, and no phase starts: nobody shall
    /// wait for a simulation to learn that a tool of the load is missing.
    /// </summary>
    Task PrepareAsync(PhaseContext context, CancellationToken cancellationToken);
}
