using TestOps.Core.Journaling;
using TestOps.Core.Phases;

namespace TestOps.Testing.Phases;

/// <summary>
/// What every phase owes its run: progress that comes to its end, gates, an artifact in the snapshot, its own name in all it says, and an end when it is told to stop. For
/// the tests of people who write one:
/// <code>(await PhaseContract.FindProblemsAsync(() =&gt; new MyPhase(), journal =&gt; PhaseContexts.Over(journal, TimeProvider.System), CancellationToken.None)).Should().BeEmpty();</code>
/// </summary>
public static class PhaseContract
{
    /// <summary>How long a phase may take to stop, and to run over what a test gives it, in real time: 60 s.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Runs phases from <paramref name="create"/> to their end, cancelled before, and cancelled at their first event. Answers a sentence for each thing that is missing; none for a
    /// phase that keeps the contract.
    /// </summary>
    /// <param name="create">A new phase for each run.</param>
    /// <param name="contextOver">What the phase works with, over the journal that it is to write: a new one for each run.</param>
    /// <param name="cancellationToken">Ends the check itself.</param>
    /// <param name="addsArtifacts">False for a phase that runs after the seal and reports in files of its own, as replay does.</param>
    public static async Task<IReadOnlyList<string>> FindProblemsAsync(
        Func<IPhase> create, Func<IRunJournal, PhaseContext> contextOver, CancellationToken cancellationToken, bool addsArtifacts = true)
    {
        var problems = new List<string>();
        problems.AddRange(await CheckWholeRunAsync(create(), contextOver, addsArtifacts, cancellationToken).ConfigureAwait(false));
        problems.AddRange(await CheckCancelledRunAsync(create(), contextOver, isBefore: true, cancellationToken).ConfigureAwait(false));
        problems.AddRange(await CheckCancelledRunAsync(create(), contextOver, isBefore: false, cancellationToken).ConfigureAwait(false));
        return problems;
    }

    private static async Task<List<string>> CheckWholeRunAsync(IPhase phase, Func<IRunJournal, PhaseContext> contextOver, bool addsArtifacts, CancellationToken cancellationToken)
    {
        var journal = new WatchedJournal();
        var context = contextOver(journal);
        await phase.RunAsync(context, cancellationToken).WaitAsync(Deadline, cancellationToken).ConfigureAwait(false);
        var problems = ProgressProblems(phase.Name, journal.Events);
        if (!journal.Events.OfType<GateMeasured>().Any())
        {
            problems.Add("it measures no gate (GateMeasured), so a run with it proves nothing of it");
        }

        if (addsArtifacts && context.Artifacts.Count == 0 && context.Trace is null)
        {
            problems.Add("it adds no artifact (PhaseContext.AddArtifact), so the snapshot does not hold what it found");
        }

        problems.AddRange(journal.Events.Where(said => PhaseOf(said) is { } name && name != phase.Name).Select(said => $"its {said.GetType().Name} names the phase '{PhaseOf(said)}' instead of '{phase.Name}'").Distinct());
        problems.AddRange(journal.Events.Where(said => said is PhaseStarted or PhaseEnded or RunStarted or RunEnded).Select(said => $"it appends {said.GetType().Name}, which the runner does").Distinct());
        return problems;
    }

    private static List<string> ProgressProblems(string name, IReadOnlyList<RunEvent> events)
    {
        var problems = new List<string>();
        var progress = events.OfType<PhaseProgress>().ToList();
        if (progress.Count == 0)
        {
            problems.Add("it reports no progress (PhaseProgress)");
            return problems;
        }

        if (progress.Zip(progress.Skip(1)).Any(pair => pair.Second.Done < pair.First.Done))
        {
            problems.Add($"its progress goes back: {string.Join(", ", progress.Select(step => step.Done))}");
        }

        if (progress.Any(step => step.Done < 0 || step.Done > step.Total) || progress[^1].Done != progress[^1].Total)
        {
            problems.Add($"its progress ends at {progress[^1].Done} of {progress[^1].Total} though {name} completed");
        }

        return problems;
    }

    private static async Task<List<string>> CheckCancelledRunAsync(IPhase phase, Func<IRunJournal, PhaseContext> contextOver, bool isBefore, CancellationToken cancellationToken)
    {
        var moment = isBefore ? "before it runs" : "at its first event";
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var journal = new WatchedJournal(isBefore ? null : stop.Cancel);
        if (isBefore)
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }

        try
        {
            await phase.RunAsync(contextOver(journal), stop.Token).WaitAsync(Deadline, cancellationToken).ConfigureAwait(false);
            return [$"cancelled {moment}, it runs to its end: it must throw OperationCanceledException when it has kept what it has"];
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return [];
        }
        catch (TimeoutException)
        {
            return [$"cancelled {moment}, it does not stop within {Deadline.TotalSeconds:0} s"];
        }
    }

    private static string? PhaseOf(RunEvent said) => said switch
    {
        PhaseProgress progress => progress.Phase,
        GateMeasured gate => gate.Phase,
        MetricMeasured metric => metric.Phase,
        _ => null,
    };
}
