using System.Collections.Concurrent;
using TestOps.Core.Suites;
using TestOps.Load.Metrics;

namespace TestOps.Load.Profiles;

/// <summary>
/// k6's <c>constant-arrival-rate</c>: starts follow <see cref="ArrivalSchedule"/> whatever the engine does. A start goes to the user that has waited longest; where
/// none is free it is dropped for good, and one more user is made in the background, one at a time, up to the scenario's limit. A late scheduler starts
/// everything that is due at once, which does not shift the schedule.
/// </summary>
internal sealed class ConstantArrivalRateExecutor : Executor
{
    // A start that was due before the end is still made this long after it: its timer was late, not the schedule. (In k6 the two race.)
    private const long LateMaxNs = 100_000_000;
    private readonly ConstantArrivalRateSpec _scenario;
    private readonly ArrivalSchedule _schedule;
    private readonly ConcurrentQueue<ArrivalUser> _idle = new();
    private readonly Lock _gate = new();
    private readonly List<ArrivalUser> _made = [];
    private readonly List<Task> _loops = [];
    private bool _isReleased;
    private int _isMaking;

    public ConstantArrivalRateExecutor(ConstantArrivalRateSpec scenario, IIteration iteration, UserPool users, SampleBoard board)
        : base(scenario, iteration, users, board)
    {
        _scenario = scenario;
        _schedule = new ArrivalSchedule(scenario.Rate, scenario.TimeUnit, scenario.Duration);
    }

    public override void Prepare()
    {
        for (var i = 0; i < _scenario.PreAllocatedVus; i++)
        {
            Add();
        }
    }

    private protected override async Task RunAsync(LoadClock clock, long startNs, long endNs, CancellationTokenSource stop)
    {
        _loops.AddRange(_made.Select(user => ServeAsync(user, clock, stop)));
        try
        {
            await ScheduleAsync(clock, startNs, endNs, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Cancelled or failed: the starts that are left are neither made nor counted as dropped.
        }

        await ReleaseAsync().ConfigureAwait(false);
    }

    private async Task ScheduleAsync(LoadClock clock, long startNs, long endNs, CancellationTokenSource stop)
    {
        for (long index = 0; index < _schedule.Count; index++)
        {
            var dueNs = startNs + _schedule.DueNs(index);
            var nowNs = clock.NowNs;
            if (nowNs < dueNs)
            {
                await clock.WaitUntilAsync(dueNs, stop.Token).ConfigureAwait(false);
                nowNs = clock.NowNs;
            }

            // What a scheduler that stalled past the end did not start is said, where k6 is silent.
            if (nowNs < endNs + LateMaxNs && _idle.TryDequeue(out var user))
            {
                user.Start(dueNs);
                continue;
            }

            Drop();
            MakeAnother(clock, stop);
        }
    }

    private void MakeAnother(LoadClock clock, CancellationTokenSource stop)
    {
        if (_loops.Count < _scenario.MaxVus && Interlocked.CompareExchange(ref _isMaking, 1, 0) == 0)
        {
            _loops.Add(MakeAndServeAsync(clock, stop));
        }
    }

    private async Task MakeAndServeAsync(LoadClock clock, CancellationTokenSource stop)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        ArrivalUser user;
        try
        {
            user = Add();
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }

        Volatile.Write(ref _isMaking, 0);
        await ServeAsync(user, clock, stop).ConfigureAwait(false);
    }

    private async Task ServeAsync(ArrivalUser user, LoadClock clock, CancellationTokenSource stop)
    {
        while (await user.NextAsync().ConfigureAwait(false) is { } dueNs)
        {
            Users.Enter();
            try
            {
                await IterateAsync(user.User, clock, dueNs, stop).ConfigureAwait(false);
            }
            finally
            {
                Users.Leave();
            }

            _idle.Enqueue(user);
        }
    }

    private ArrivalUser Add()
    {
        var user = new ArrivalUser(Users.Make());
        lock (_gate)
        {
            _made.Add(user);
            if (_isReleased)
            {
                user.Release();
            }
        }

        _idle.Enqueue(user);
        return user;
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
