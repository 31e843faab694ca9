using TestOps.Core.Engines;
using TestOps.Core.Journaling;
using TestOps.Core.Phases;
using TestOps.Core.Planning;
using TestOps.Core.Secrets;
using TestOps.Core.Snapshots;
using TestOps.Core.Verdicts;
using TestOps.Core.WarRoom;

namespace TestOps.Core.Runs;

/// <summary>One run on its way.</summary>
internal sealed class RunExecution(RunnerEnvironment environment, RunRequest request, RunControl control, RecordingJournal journal, RunRecord run)
{
    private const string Replay = "replay";

    /// <summary>How long a run that is over its budget may drain before it is aborted, as with <c>--timeout</c>.</summary>
    private static readonly TimeSpan s_drainLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(2);

    private readonly PhaseContext _context = new()
    {
        RunId = run.RunId,
        Plan = request.Plan,
        Engine = request.Engine,
        Journal = journal,
        Time = environment.Time,
        Secrets = request.Secrets,
        SuitePath = request.SuitePath,
        Overrides = request.Overrides,
        Given = request.Given,
        Baseline = request.Baseline,
    };

    private RunRecord _run = run;
    private SnapshotHead? _head;
    private bool _hasEnded;
    private bool _isStopTold;

    /// <summary>Runs to the end. What fails outside a phase ends the run, too, before it is thrown: nobody else would.</summary>
    public Task<RunOutcome> ExecuteAsync() => GuardedAsync(RunAsync);

    /// <summary>Goes on from a sealed head: what ran before the seal is in it, what ran after it runs again, as far as its files do not hold it.</summary>
    public Task<RunOutcome> ResumeAsync(SnapshotHead head, string resumedBy) => GuardedAsync(() => GoOnAsync(head, resumedBy));

    private async Task<RunOutcome> GuardedAsync(Func<Task<RunOutcome>> run)
    {
        await using var budget = request.Plan.Suite.Budget?.Duration is { } limit ? environment.Time.CreateTimer(_ => control.Cancel(CancelReason.OverBudget), null, limit, s_drainLimit) : null;
        try
        {
            return await run();
        }
        catch (Exception) when (!_hasEnded && control.Aborting.IsCancellationRequested)
        {
            await EndInterruptedAsync();
            throw;
        }
        catch (Exception failure) when (!_hasEnded && !control.Aborting.IsCancellationRequested && failure is not (StoreUnavailableException or RunOwnershipLostException))
        {
            await EndInErrorAsync(failure);
            throw;
        }
    }

    private async Task<RunOutcome> RunAsync()
    {
        var plan = request.Plan;
        await AppendAsync(new RunStarted(plan.Suite.Name, request.Trigger, request.Engine.DisplayName, plan.Seed, PlanJson.Write(plan)));
        request.Secrets.RequireAll();
        await WarnAsync(request.Secrets);
        var failed = await PrepareAsync(plan.Phases);
        var isStopped = failed is not null;
        foreach (var name in plan.Phases.Where(phase => phase != Replay && phase != failed))
        {
            isStopped = isStopped ? await SkipAsync(name, failed is null ? "an earlier phase did not complete" : $"{failed} cannot run") : !await RunPhaseAsync(name);
        }

        await SealAsync();
        await ReplayAsync(isStopped);
        return await EndAsync();
    }

    private async Task<RunOutcome> GoOnAsync(SnapshotHead head, string resumedBy)
    {
        var before = journal.Events;
        _head = head;
        _context.Restore(head);
        await AppendAsync(Resumption.NoticeOf(resumedBy));
        if (Resumption.HasResult(environment.Snapshots, _run.RunId))
        {
            return await EndAsRecordedAsync(before);
        }

        if (!before.Any(said => said is PhaseEnded { Phase: Replay } or PhaseSkipped { Phase: Replay }))
        {
            await ReplayAsync(before.Any(said => said is PhaseSkipped or PhaseEnded { Outcome: not "completed" }));
        }

        return await EndAsync();
    }

    private async Task ReplayAsync(bool isStopped)
    {
        if (request.Plan.Phases.Contains(Replay))
        {
            _ = isStopped ? await SkipAsync(Replay, "an earlier phase did not complete") : await RunPhaseAsync(Replay);
        }
    }

    private async Task WarnAsync(RunSecrets secrets)
    {
        foreach (var warning in SecretWarnings.Of(secrets, request.Plan))
        {
            await AppendAsync(new Notice("runner", EventSeverity.Warning, warning));
        }
    }

    /// <summary>Lets the phases look at what they need before the first one starts; answers the name of the one that cannot run, whose end is told by then.</summary>
    private async Task<string?> PrepareAsync(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (RunPhases.Find(environment, request, name) is IPreparedPhase phase
                && !await RunToEndAsync(name, detail: null, () => phase.PrepareAsync(_context, control.Draining)))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>Runs a phase; its failures end here. Answers whether the next may run: an error or a cancellation ends the run.</summary>
    private Task<bool> RunPhaseAsync(string name) =>
        RunToEndAsync(name, PhaseDetail.Of(request.Plan, name), () => RunPhases.Find(environment, request, name)!.RunAsync(_context, control.Draining));

    /// <summary>The same for what is run under a phase's name; without a <paramref name="detail"/> it is no phase yet, and only its failure is told.</summary>
    private async Task<bool> RunToEndAsync(string name, string? detail, Func<Task> run)
    {
        var started = environment.Time.GetTimestamp();
        if (detail is not null)
        {
            await AppendAsync(new PhaseStarted(name, detail));
        }

        try
        {
            control.Draining.ThrowIfCancellationRequested();

            // Draining is the phase's own affair. Aborting is not: a phase that does not come to its end is left behind, and the process ends without it.
            await run().WaitAsync(control.Aborting);
            if (detail is not null)
            {
                await AppendAsync(new PhaseEnded(name, "completed", Elapsed(started)));
            }

            return true;
        }
        catch (OperationCanceledException) when (control.Draining.IsCancellationRequested && !control.Aborting.IsCancellationRequested)
        {
            await AppendAsync(new PhaseEnded(name, "cancelled", Elapsed(started), "the run was stopped"));
            return false;
        }
        catch (Exception failure) when (failure is not RunOwnershipLostException && !control.Aborting.IsCancellationRequested)
        {
            // Where the store itself is gone, saying so throws the same failure again.
            await FailAsync(name, failure, Elapsed(started));
            return false;
        }
    }

    private async Task FailAsync(string phase, Exception failure, long elapsedMs)
    {
        var known = failure as TestOpsException;
        var code = known?.Code ?? IncidentCodes.RunInternalError;

        // An engine that answered before and cannot be made ready now: what it answered is evidence, and the rest is without data.
        var isLate = IsOfEngine(code) && _context.Trace?.Steps > 0;
        var hasDied = isLate && code == IncidentCodes.EngineUnreachable;
        var exitCode = isLate ? ExitCode.Inconclusive : known?.ExitCode ?? ExitCode.InternalError;
        var text = known is null ? $"{failure.GetType().Name}: {failure.Message}" : InOneLine(failure.Message);
        (string, string)[] facts = [("reason", InOneLine(failure.Message)), ("phase", phase), .. HintOf(known), .. (known?.Facts ?? new Dictionary<string, string>()).Select(fact => (fact.Key, fact.Value))];
        await _context.OpenIncidentAsync(hasDied ? IncidentCodes.EngineDied : code, phase, text, _context.Facts(facts), control.Aborting);
        await AppendAsync(new PhaseEnded(phase, "failed", elapsedMs, text, (int)exitCode));
    }

    // What the catalogue has no words for says itself what to do, and a tool that is missing where it is to be had.
    private static (string, string)[] HintOf(TestOpsException? known) => known is null || (IncidentCatalogue.Contains(known.Code) && known.Code != IncidentCodes.ToolUnavailable) ? [] : [("hint", known.Hint)];

    // A cause is told in one line; problems of a suite have one each.
    private static string InOneLine(string text) => string.Join("; ", text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static bool IsOfEngine(string code) =>
        code is IncidentCodes.EngineUnreachable or IncidentCodes.EngineUnhealthy or IncidentCodes.EngineStartFailed or IncidentCodes.EngineResetFailed;

    private async Task<bool> SkipAsync(string phase, string reason)
    {
        await AppendAsync(new PhaseSkipped(phase, reason));
        return true;
    }

    private async Task SealAsync()
    {
        _context.Seal();
        var json = HeadBuilder.Build(_context, request.Trigger, _run.StartedAt!.Value, request.Overrides);
        var fileName = SnapshotNames.Head(_run.RunId);
        _head = SnapshotHead.SealAs(json, fileName);
        await WriteAsync(fileName, _head.Bytes);
        var path = environment.Snapshots.PathOf(fileName);
        _run = _run with { SnapshotPath = path };
        await environment.Store.UpdateAsync(_run, journal.Inner, control.Aborting);
        await AppendAsync(new SnapshotSealed(path, _head.Seal, _head.Trace?.Root, _head.Trace?.Sessions ?? 0, _head.Trace?.Steps ?? 0));
    }

    private async Task<RunOutcome> EndAsync()
    {
        // Read once: a stop that comes from here on comes too late.
        var stopped = control.Reason;
        if (stopped is { } reason)
        {
            var code = reason switch
            {
                CancelReason.TimedOut => IncidentCodes.RunTimedOut,
                CancelReason.OverBudget => IncidentCodes.RunOverBudget,
                _ => IncidentCodes.RunCancelled,
            };
            var cause = VerdictFold.CauseOf(reason);
            _isStopTold = true;
            await _context.OpenIncidentAsync(code, "runner", $"the run was stopped: {cause}", _context.Facts(("reason", cause)), control.Aborting);
        }

        var events = PhaseAttempts.Last(journal.Events);
        var verdict = VerdictFold.Fold(request.Plan.Phases, events, request.IsStrict, stopped);
        var finishedAt = environment.Time.GetUtcNow();
        var result = ResultBuilder.Build(_run, _head!, verdict, events, finishedAt, ResultFiles.Digests(environment.Snapshots, _run.RunId));
        var bytes = SealedJson.Seal(result);
        var fileName = SnapshotNames.Result(_run.RunId);
        await WriteAsync(fileName, bytes);
        await AppendAsync(new ResultSealed(environment.Snapshots.PathOf(fileName), ResultFiles.Sha256(bytes)));
        await EndAsync(verdict.Status, verdict.ExitCode, verdict.DeterminismScore, verdict.Cause, finishedAt, control.Aborting);
        return new RunOutcome(_run.RunId, verdict, _run.SnapshotPath);
    }

    // The process died between its result and its end: what was judged stays, and is not judged again.
    private async Task<RunOutcome> EndAsRecordedAsync(IReadOnlyList<RunEvent> before)
    {
        var fileName = SnapshotNames.Result(_run.RunId);
        var (result, sha256) = ResultFiles.Read(environment.Snapshots, _run.RunId);
        if (!before.Any(said => said is ResultSealed))
        {
            await AppendAsync(new ResultSealed(environment.Snapshots.PathOf(fileName), sha256));
        }

        var verdict = VerdictFold.Fold(request.Plan.Phases, before, request.IsStrict, null) with
        {
            Status = RunStatuses.Parse((string)result["status"]!),
            ExitCode = (ExitCode)(int)result["exit_code"]!,
            Cause = (string?)result["cause"],
        };
        await EndAsync(verdict.Status, verdict.ExitCode, verdict.DeterminismScore, verdict.Cause, environment.Time.GetUtcNow(), control.Aborting);
        return new RunOutcome(_run.RunId, verdict, _run.SnapshotPath);
    }

    private async Task EndInErrorAsync(Exception failure)
    {
        var known = failure as TestOpsException;
        var text = known is null ? $"{failure.GetType().Name}: {failure.Message}" : failure.Message;
        await _context.OpenIncidentAsync(known?.Code ?? IncidentCodes.RunInternalError, "runner", text, _context.Facts(("reason", failure.Message)), control.Aborting);
        await EndAsync(RunStatus.Error, known?.ExitCode ?? ExitCode.InternalError, null, text, environment.Time.GetUtcNow(), control.Aborting);
    }

    // Said by the run itself, while it can: else the row says RUNNING until somebody opens the store again. A store that is slow or gone must not hold up the end.
    private async Task EndInterruptedAsync()
    {
        using var limit = new CancellationTokenSource(s_lastWords, environment.Time);
        var left = _head is null ? "nothing more was recorded or sealed" : "the snapshot was sealed before, a result was not written";
        var cause = $"stopped at once: {VerdictFold.CauseOf(control.Reason ?? CancelReason.User)}; {left}";
        try
        {
            if (!_isStopTold)
            {
                await _context.OpenIncidentAsync(IncidentCodes.RunCancelled, "runner", $"the run was {cause}", _context.Facts(("reason", cause)), limit.Token);
            }

            await EndAsync(RunStatus.Interrupted, ExitCode.Environment, null, cause, environment.Time.GetUtcNow(), limit.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException or StoreUnavailableException or RunOwnershipLostException)
        {
            // The next process that opens the store finds a run without an owner, and ends it.
        }
    }

    private async Task EndAsync(RunStatus status, ExitCode exitCode, double? score, string? cause, DateTimeOffset finishedAt, CancellationToken cancellationToken)
    {
        await journal.AppendAsync(new RunEnded(status.ToText(), (int)exitCode, score, cause), cancellationToken);
        _hasEnded = true;
        _run = _run with { Status = status, FinishedAt = finishedAt, DeterminismScore = score };
        await environment.Store.UpdateAsync(_run, journal.Inner, cancellationToken);
    }

    private async Task WriteAsync(string fileName, ReadOnlyMemory<byte> bytes)
    {
        await using var file = environment.Snapshots.Create(fileName);
        await file.Stream.WriteAsync(bytes, control.Aborting);
        await file.CommitAsync(control.Aborting);
    }

    private Task AppendAsync(RunEvent runEvent) => journal.AppendAsync(runEvent, control.Aborting);

    private long Elapsed(long started) => (long)environment.Time.GetElapsedTime(started).TotalMilliseconds;
}
