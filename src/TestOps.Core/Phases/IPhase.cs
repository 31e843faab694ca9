namespace TestOps.Core.Phases;

/// <summary>
/// A step of a run. It appends events, reports progress, adds artifacts and opens incidents through its context, and lets failures rise: the runner
/// turns them into <see cref="Journaling.PhaseEnded"/>. Its gates are <see cref="Journaling.GateMeasured"/> events.
/// </summary>
public interface IPhase
{
    /// <summary>Name in the plan, the journal and the gates: <c>sim</c>.</summary>
    string Name { get; }

    /// <summary>Runs the phase. When <paramref name="cancellationToken"/> is cancelled it drains: it keeps and reports what it has, then throws.</summary>
    Task RunAsync(PhaseContext context, CancellationToken cancellationToken);
}
