using TestOps.Core.Journaling;
using TestOps.Core.Suites;
using TestOps.Load.Metrics;
using TestOps.Load.Profiles;

namespace TestOps.Load.BuiltIn;

/// <summary>Runs a profile in this process and hands on what each second brought while it runs.</summary>
internal sealed class LoadDriver
{
    private const long SecondNs = 1_000_000_000;
    private readonly SampleBoard _board;
    private readonly UserPool _users;
    private readonly LoadProfile _profile;
    private readonly TimeProvider _time;
    private readonly Func<RunEvent, Task> _append;
    private readonly long _totalSeconds;

    public LoadDriver(LoadSpec load, SampleBoard board, UserPool users, LoadProfile profile, TimeProvider time, Func<RunEvent, Task> append)
    {
        _board = board;
        _users = users;
        _profile = profile;
        _time = time;
        _append = append;
        _totalSeconds = (long)Math.Ceiling(load.Duration.TotalSeconds);
    }

    /// <summary>Runs the profile to its end. Cancellation interrupts it: what was measured until then is the result.</summary>
    public async Task<ProfileMeasurement> RunAsync(CancellationToken cancellationToken)
    {
        _profile.Prepare();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = new GeneratorWatch(_time, static () => Environment.CpuUsage.TotalTime, Environment.ProcessorCount);
        var clock = new LoadClock(_time);
        var running = _profile.RunAsync(clock, stop.Token);
        try
        {
            await ReportSecondsAsync(clock, running, watch).ConfigureAwait(false);
        }
        finally
        {
            // The journal may have failed: nobody may be left behind who still sends requests.
            await stop.CancelAsync().ConfigureAwait(false);
            await running.ConfigureAwait(false);
        }

        return new ProfileMeasurement(_board.Finish(TimeSpan.FromTicks(clock.NowNs / TimeSpan.NanosecondsPerTick)), _profile.Executors, watch.Report());
    }

    private async Task ReportSecondsAsync(LoadClock clock, Task running, GeneratorWatch watch)
    {
        var failed = 0L;
        for (var second = 0; ; second++)
        {
            var dueNs = (second + 1) * SecondNs;
            var isFull = await WaitAsync(clock, dueNs, running).ConfigureAwait(false);
            if (isFull)
            {
                watch.Tick((clock.NowNs - dueNs) / 1e6);
            }

            var taken = _board.TakeSecond(second, isFull ? _users.Active : null, isFull ? _users.Made : null);
            failed += taken.Failed;
            if (!isFull && second > 0 && taken is { Requests: 0, Iterations: 0, Dropped: 0 })
            {
                return;
            }

            await _append(new LoadSecondMeasured(LoadPhase.PhaseName, second, taken.Requests, taken.Failed, taken.Dropped, _users.Active, taken.DurationHistogram)).ConfigureAwait(false);
            await _append(Progress(second + 1, taken, failed)).ConfigureAwait(false);
            if (!isFull)
            {
                return;
            }
        }
    }

    private PhaseProgress Progress(long seconds, LoadSecond taken, long failed)
    {
        var p95Ms = _board.Durations.PercentileUs(95) / 1e3;
        var detail = FormattableString.Invariant($"{taken.Iterations:#,0} it/s, {_users.Active} VUs, p95 {p95Ms:0.##} ms, {failed:#,0} failed");
        return new PhaseProgress(LoadPhase.PhaseName, Math.Min(seconds, _totalSeconds), _totalSeconds, "s", detail);
    }

    /// <summary>Waits for an instant; false where the load ended before it.</summary>
    private static async Task<bool> WaitAsync(LoadClock clock, long instantNs, Task running)
    {
        using var gone = new CancellationTokenSource();
        var due = clock.WaitUntilAsync(instantNs, gone.Token).AsTask();
        if (await Task.WhenAny(due, running).ConfigureAwait(false) == due)
        {
            return true;
        }

        await gone.CancelAsync().ConfigureAwait(false);
        await due.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return false;
    }
}
