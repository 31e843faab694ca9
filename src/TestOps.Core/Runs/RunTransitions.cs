namespace TestOps.Core.Runs;

/// <summary>The rules of a run's row, the same in every store.</summary>
public static class RunTransitions
{
    /// <summary>Refuses a new run in any status but <see cref="RunStatus.Pending"/>.</summary>
    /// <exception cref="ArgumentException">The run has another status.</exception>
    public static void CheckNew(RunRecord run)
    {
        if (run.Status != RunStatus.Pending)
        {
            throw new ArgumentException($"A new run is PENDING, this one was {run.Status.ToText()}.", nameof(run));
        }
    }

    /// <summary>Refuses a change of a final status, and a final status before <see cref="Journaling.RunEnded"/>.</summary>
    /// <exception cref="InvalidOperationException">The change breaks one of the rules.</exception>
    public static void Check(RunRecord next, RunStatus current, bool hasEnded)
    {
        if (current.IsFinal())
        {
            throw new InvalidOperationException($"Run {next.RunId} is {current.ToText()} already; a final status is never changed, not even to {next.Status.ToText()}.");
        }

        if (next.Status.IsFinal() && !hasEnded)
        {
            throw new InvalidOperationException($"Run {next.RunId} cannot become {next.Status.ToText()}: append RunEnded first, it is the last event of every run.");
        }
    }
}
