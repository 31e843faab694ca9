using TestOps.Core.Journaling;

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
