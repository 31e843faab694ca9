using TestOps.Core.Journaling;
using TestOps.Core.WarRoom;

namespace TestOps.Core.Runs;

/// <summary>
/// The master runner: creates the run, sequences its phases, seals the snapshot when the last phase before replay ends, folds the verdict and writes the
/// result. It is the boundary at which failures of phases become events.
/// </summary>
public sealed class Runner(RunnerEnvironment environment)
{
    /// <summary>Runs <paramref name="request"/> to its end. Stopping through <paramref name="control"/> ends it as <c>CANCELLED</c>; <paramref name="onStarted"/> learns the id first.</summary>
    /// <exception cref="ArgumentException">The plan has a phase that is not registered; no run was created.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be written.</exception>
    /// <exception cref="RunOwnershipLostException">Another process has taken the run over.</exception>
    public async Task<RunOutcome> RunAsync(RunRequest request, RunControl control, Action<RunId> onStarted)
    {
        CheckPhases(request);
        var now = environment.Time.GetUtcNow();
        var run = new RunRecord { RunId = environment.Ids.NextRunId(), Trigger = request.Trigger, Suite = request.Plan.Suite.Name, Status = RunStatus.Pending, CreatedAt = now };
        await using var owner = await environment.Store.CreateAsync(run, control.Aborting);
        onStarted(run.RunId);
        return await RunAsync(request, control, run, owner, now);
    }

    /// <summary>The same for a run that waited: <paramref name="run"/> is pending in the store, and <paramref name="owner"/> is its journal, which stays the caller's to dispose.</summary>
    /// <exception cref="ArgumentException">The plan has a phase that is not registered.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be written.</exception>
    /// <exception cref="RunOwnershipLostException">Another process has taken the run over.</exception>
    public Task<RunOutcome> RunAsync(RunRequest request, RunControl control, RunRecord run, IRunJournal owner)
    {
        CheckPhases(request);
        return RunAsync(request, control, run, owner, environment.Time.GetUtcNow());
    }

    /// <summary>
    /// Goes on with a run whose owner died after its snapshot was sealed; <paramref name="owner"/> is the journal that <see cref="IRunStore.TakeOverAsync"/> gave, which stays the caller's to dispose. It
    /// is resumed only where its files are whole, its plan is the recorded one and the engine has the recorded version; otherwise it becomes <c>INTERRUPTED</c> with the reason, and this answers null.
    /// </summary>
    /// <param name="request">What the run's order gives now.</param>
    /// <param name="control">Stops the run.</param>
    /// <param name="run">Its row, <c>RUNNING</c>.</param>
    /// <param name="owner">Its journal.</param>
    /// <param name="resumedBy">Who resumes it, for the journal.</param>
    /// <param name="cancellationToken">Cancels the checks; from then on <paramref name="control"/> alone stops the run.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be written.</exception>
    /// <exception cref="RunOwnershipLostException">Another process has taken the run over.</exception>
    public async Task<RunOutcome?> ResumeAsync(RunRequest request, RunControl control, RunRecord run, IRunJournal owner, string resumedBy, CancellationToken cancellationToken)
    {
        var entries = await ReadAsync(run.RunId, cancellationToken);
        var resumption = new Resumption(environment, request, run, entries);
        await resumption.CheckAsync(control.Draining, cancellationToken);
        if (resumption.Refusal is { } reason)
        {
            await InterruptAsync(run, owner, reason, cancellationToken);
            return null;
        }

        var journal = new RecordingJournal(owner, new RedactingJournal(owner, request.Secrets));
        journal.Restore(entries);
        return await new RunExecution(environment, request, control, journal, run).ResumeAsync(resumption.Head!, resumedBy);
    }

    /// <summary>Ends a run that was taken over and cannot go on as <c>INTERRUPTED</c>; <paramref name="reason"/> says why it is not resumed.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be written.</exception>
    /// <exception cref="RunOwnershipLostException">Another process has taken the run over.</exception>
    public async Task InterruptAsync(RunRecord run, IRunJournal owner, string reason, CancellationToken cancellationToken)
    {
        var last = (await ReadAsync(run.RunId, cancellationToken)).LastOrDefault();
        await EndAsync(run, owner, RunRecovery.EventsFor(run, last?.Sequence ?? 0, last?.Timestamp, reason), last?.Timestamp, cancellationToken);
    }

    /// <summary>Ends a run that waited and cannot be started any more as <c>ERROR</c>, with its cause and the exit code that <c>testops run</c> would have had.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be written.</exception>
    /// <exception cref="RunOwnershipLostException">Another process has taken the run over.</exception>
    public Task FailAsync(RunRecord run, IRunJournal owner, TestOpsException failure, CancellationToken cancellationToken)
    {
        var cause = $"it waited for its turn and cannot be started any more: {failure.Message}";
        var facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["run_id"] = run.RunId.ToString(), ["suite"] = run.Suite, ["reason"] = failure.Message };
        return EndAsync(run, owner, [IncidentCatalogue.Open(IncidentCodes.RunNotStarted, "runner", cause, facts), new RunEnded(RunStatus.Error.ToText(), (int)failure.ExitCode, null, cause)], null, cancellationToken);
    }

    private async Task EndAsync(RunRecord run, IRunJournal owner, IReadOnlyList<RunEvent> events, DateTimeOffset? lastSeenAt, CancellationToken cancellationToken)
    {
        JournalEntry? last = null;
        foreach (var runEvent in events)
        {
            last = await owner.AppendAsync(runEvent, cancellationToken);
        }

        await environment.Store.UpdateAsync(RunRecovery.Finish(run, last!, lastSeenAt), owner, cancellationToken);
    }

    private async Task<IReadOnlyList<JournalEntry>> ReadAsync(RunId runId, CancellationToken cancellationToken)
    {
        var entries = new List<JournalEntry>();
        IReadOnlyList<JournalEntry> page;
        while ((page = await environment.Store.ReadAsync(runId, entries.Count, PageLimits.Max, cancellationToken)).Count > 0)
        {
            entries.AddRange(page);
        }

        return entries;
    }

    private async Task<RunOutcome> RunAsync(RunRequest request, RunControl control, RunRecord run, IRunJournal owner, DateTimeOffset now)
    {
        var journal = new RecordingJournal(owner, new RedactingJournal(owner, request.Secrets));
        run = run with { Status = RunStatus.Running, StartedAt = now };
        await environment.Store.UpdateAsync(run, journal.Inner, control.Aborting);
        return await new RunExecution(environment, request, control, journal, run).ExecuteAsync();
    }

    private void CheckPhases(RunRequest request)
    {
        if (request.Plan.Phases.FirstOrDefault(name => RunPhases.Find(environment, request, name) is null) is { } missing)
        {
            throw new ArgumentException($"The plan has the phase '{missing}', which is not registered.", nameof(request));
        }
    }
}
