using TestOps.Core.Journaling;
using TestOps.Core.Suites;
using TestOps.Load.Metrics;
using TestOps.Load.Profiles;
using TestOps.Load.Thresholds;

namespace TestOps.Load.BuiltIn;

/// <summary>
/// Runs a profile in this process: hands on what each second brought while it runs, says every other second how the thresholds stand, and ends the load where one of them asks for it.
/// </summary>
internal sealed class LoadDriver
{
    private const long SecondNs = 1_000_000_000;

    // As in k6: thresholds are evaluated every two seconds.
    private const int SecondsOfEvaluation = 2;
    private readonly SampleBoard _board;
    private readonly UserPool _users;
    private readonly LoadProfile _profile;
    private readonly ThresholdSet _thresholds;
    private readonly IReadOnlySet<string> _keys;
    private readonly TimeProvider _time;
    private readonly Func<RunEvent, Task> _append;
    private readonly long _totalSeconds;
    private readonly long _firstStartNs;
    private long _failed;
    private LoadAbort? _abort;

    public LoadDriver(LoadSpec load, SampleBoard board, UserPool users, LoadProfile profile, TimeProvider time, Func<RunEvent, Task> append)
    {
        _board = board;
        _users = users;
        _profile = profile;
        _thresholds = new ThresholdSet(load);
        _keys = _thresholds.Keys;
        _time = time;
        _append = append;
        _totalSeconds = (long)Math.Ceiling(load.Duration.TotalSeconds);
        _firstStartNs = load.Scenarios.Min(static scenario => scenario.StartTime).Ticks * TimeSpan.NanosecondsPerTick;
    }

    /// <summary>Runs the profile to its end. Cancellation interrupts it: what was measured until then is the result.</summary>
    public async Task<ProfileMeasurement> RunAsync(CancellationToken cancellationToken)
    {
        _profile.Prepare();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var clock = new LoadClock(_time);
        var watch = new GeneratorWatch(_time, GeneratorGauges.OfThisProcess);
        var probing = watch.ProbeAsync(clock, stop.Token);
        var running = _profile.RunAsync(clock, stop.Token);
        try
        {
            await ReportSecondsAsync(clock, running, watch, stop).ConfigureAwait(false);
        }
        finally
        {
            // The journal may have failed: nobody may be left behind who still sends requests.
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(running, probing).ConfigureAwait(false);
        }

        var result = _board.Finish(Measured(clock));
        return new ProfileMeasurement(result, _profile.Executors, Judge(result), _abort, watch.Report(result.Find<TrendSink>(MetricNames.IterationStartLag)));
    }

    // What ended the load is reported as it stood then.
    private IReadOnlyList<ThresholdOutcome> Judge(LoadResult result) =>
        [.. _thresholds.Judge(result).Select(outcome => _abort is not null && ReferenceEquals(outcome.Threshold, _abort.Outcome.Threshold) ? _abort.Outcome : outcome)];

    // From the start of the first scenario on: neither what went before the clock nor a wait for a start time is part of a rate.
    private TimeSpan Measured(LoadClock clock) => TimeSpan.FromTicks(Math.Max(0, clock.NowNs - _firstStartNs) / TimeSpan.NanosecondsPerTick);

    private async Task ReportSecondsAsync(LoadClock clock, Task running, GeneratorWatch watch, CancellationTokenSource stop)
    {
        for (var second = 0; ; second++)
        {
            var isFull = await WaitAsync(clock, (second + 1) * SecondNs, running).ConfigureAwait(false);
            if (isFull)
            {
                watch.Second();
            }

            var taken = _board.TakeSecond(second, isFull ? _users.Active : null, isFull ? _users.Made : null);
            if (!isFull && second > 0 && taken is { Requests: 0, Iterations: 0, Dropped: 0 })
            {
                return;
            }

            var isEvaluated = isFull && (second + 1) % SecondsOfEvaluation == 0 && _abort is null;
            var standings = isEvaluated ? Evaluate(clock) : null;
            if (_abort is not null)
            {
                await stop.CancelAsync().ConfigureAwait(false);
            }

            await AppendAsync(second, taken, standings).ConfigureAwait(false);
            if (!isFull)
            {
                return;
            }
        }
    }

    private IReadOnlyList<ThresholdStanding>? Evaluate(LoadClock clock)
    {
        if (_keys.Count == 0)
        {
            return null;
        }

        var outcomes = _thresholds.Judge(_board.Peek(_keys, Measured(clock)));
        var elapsed = TimeSpan.FromTicks(clock.NowNs / TimeSpan.NanosecondsPerTick);
        _abort = ThresholdSet.Abort(outcomes, elapsed) is { } crossed ? new LoadAbort(crossed, elapsed) : null;
        return ThresholdSet.Standings(outcomes);
    }

    private async Task AppendAsync(int second, LoadSecond taken, IReadOnlyList<ThresholdStanding>? standings)
    {
        _failed += taken.Failed;
        await _append(new LoadSecondMeasured(LoadPhase.PhaseName, second, taken.Requests, taken.Failed, taken.Dropped, _users.Active, taken.DurationHistogram, standings)).ConfigureAwait(false);
        var p95Ms = _board.Durations.PercentileUs(95) / 1e3;
        var detail = FormattableString.Invariant($"{taken.Iterations:#,0} it/s, {_users.Active} VUs, p95 {p95Ms:0.##} ms, {_failed:#,0} failed");
        await _append(new PhaseProgress(LoadPhase.PhaseName, Math.Min(second + 1, _totalSeconds), _totalSeconds, "s", detail)).ConfigureAwait(false);
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
