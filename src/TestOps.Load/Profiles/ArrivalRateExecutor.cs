using System.Collections.Concurrent;
using TestOps.Core.Suites;
using TestOps.Load.Metrics;

namespace TestOps.Load.Profiles;

/// <summary>
/// k6's <c>constant-arrival-rate</c> and <c>ramping-arrival-rate</c>: starts follow an <see cref="ArrivalSchedule"/> whatever the engine does. A start goes to the user that has waited
/// longest; where none is free it is dropped for good, and one more user is made in the background, one at a time, up to the scenario's limit. A late scheduler starts everything that is
/// due at once, which does not shift the schedule.
/// </summary>
internal sealed class ArrivalRateExecutor : Executor
{
    // A start that was due before the end is still made this long after it: its timer was late, not the schedule. (In k6 the two race.)
    private const long LateMaxNs = 100_000_000;
    private readonly ArrivalPlan _plan;
    private readonly ConcurrentQueue<ArrivalUser> _idle = new();
    private readonly Lock _gate = new();
    private readonly List<ArrivalUser> _made = [];
    private readonly List<Task> _loops = [];
    private bool _isReleased;
    private int _isMaking;

    public ArrivalRateExecutor(LoadScenarioSpec scenario, ArrivalPlan plan, IIteration iteration, UserPool users, SampleBoard board)
        : base(scenario, iteration, users, board) => _plan = plan;

    public override void Prepare()
    {
        for (var i = 0; i < _plan.PreAllocatedVus; i++)
        {
            Add();
        }
    }

    private protected override async Task RunAsync(ExecutorRun run)
    {
        _loops.AddRange(_made.Select(user => ServeAsync(user, run)));
        try
        {
            await ScheduleAsync(run).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (run.IsStopped)
        {
            // Cancelled or failed: the starts that are left are neither made nor counted as dropped.
        }

        await ReleaseAsync().ConfigureAwait(false);
    }

    private async Task ScheduleAsync(ExecutorRun run)
    {
        for (long index = 0; index < _plan.Schedule.Count; index++)
        {
            var dueNs = run.StartNs + _plan.Schedule.DueNs(index);
            var nowNs = run.Clock.NowNs;
            if (nowNs < dueNs)
            {
                await run.Clock.WaitUntilAsync(dueNs, run.Stopped).ConfigureAwait(false);
                nowNs = run.Clock.NowNs;
            }

            // What a scheduler that stalled past the end did not start is said, where k6 is silent.
            if (nowNs < run.EndNs + LateMaxNs && _idle.TryDequeue(out var user))
            {
                user.Start(dueNs);
                continue;
            }

            Drop(1);
            MakeAnother(run);
        }

        if (_plan.LastsToItsEnd)
        {
            await run.Clock.WaitUntilAsync(run.EndNs, run.Stopped).ConfigureAwait(false);
        }
    }

    private void MakeAnother(ExecutorRun run)
    {
        if (_loops.Count < _plan.MaxVus && Interlocked.CompareExchange(ref _isMaking, 1, 0) == 0)
        {
            _loops.Add(MakeAndServeAsync(run));
        }
    }

    private async Task MakeAndServeAsync(ExecutorRun run)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        ArrivalUser user;
        try
        {
            user = Add(static executor => Volatile.Write(ref executor._isMaking, 0));
        }
        catch
        {
            await run.FailAsync().ConfigureAwait(false);
            throw;
        }

        await ServeAsync(user, run).ConfigureAwait(false);
    }

    private async Task ServeAsync(ArrivalUser user, ExecutorRun run)
    {
        while (await user.NextAsync().ConfigureAwait(false) is { } dueNs)
        {
            Users.Enter();
            try
            {
                await IterateAsync(user.User, run, dueNs, run.Stopped).ConfigureAwait(false);
            }
            finally
            {
                Users.Leave();
            }

            _idle.Enqueue(user);
        }
    }

    private ArrivalUser Add(Action<ArrivalRateExecutor>? added = null)
    {
        ArrivalUser? user = null;
        Users.Make(made =>
        {
            user = new ArrivalUser(made);
            lock (_gate)
            {
                _made.Add(user);
                if (_isReleased)
                {
                    user.Release();
                }
            }

            _idle.Enqueue(user);
            added?.Invoke(this);
        });
        return user!;
    }

    private Task ReleaseAsync()
    {
        lock (_gate)
        {
            _isReleased = true;
            _made.ForEach(user => user.Release());
        }

        return Task.WhenAll(_loops);
    }
}
