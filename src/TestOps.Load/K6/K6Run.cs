using System.Threading.Channels;
using TestOps.Core.Journaling;
using TestOps.Load.Metrics;
using TestOps.Processes;

namespace TestOps.Load.K6;

/// <summary>One run of k6, from its start to the end of its outputs.</summary>
/// <param name="ready">What is run.</param>
/// <param name="folder">Where it writes.</param>
/// <param name="append">Appends to the journal.</param>
internal sealed class K6Run(K6Ready ready, K6WorkFolder folder, Func<RunEvent, Task> append)
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);
    private static readonly CancellationToken s_atOnce = new(canceled: true);

    private readonly Lock _lock = new();
    private readonly K6Log _log = new();
    private readonly TimeProvider _time = ready.Call.Time;

    /// <summary>Runs to the end. Cancellation interrupts k6, which then finishes teardown and summary; a second interrupt and the kill follow where it does not.</summary>
    /// <exception cref="ChildProcessException">It cannot be started.</exception>
    public async Task<K6Outcome> RunAsync(K6Command command, string? wrapper, CancellationToken cancellationToken)
    {
        // One entry a second of load, which the operator's cap limits: a slow journal never makes k6 wait.
        var seconds = Channel.CreateUnbounded<LoadSecond>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var tally = new K6Tally(ready.Script.Options.Thresholds.Select(static threshold => threshold.Metric), second => seconds.Writer.TryWrite(second));
        var child = await ChildProcess.StartAsync(
            ready.Call with
            {
                Arguments = command.Arguments,
                WorkingDirectory = ready.Script.Folder,
                Input = ChildInput.Dialogue,
                OnErrorLine = _log.Add,
            },
            cancellationToken).ConfigureAwait(false);
        Task draining;
        (int ExitCode, K6Ending Ending) end;
        await using (child.ConfigureAwait(false))
        {
            draining = DrainAsync(child.Output, tally, seconds.Writer);
            var reporting = ReportAsync(seconds.Reader, tally);
            await K6Call.WriteAsync(child.Input, wrapper).ConfigureAwait(false);
            var ending = EndAsync(child, cancellationToken);
            if (await Task.WhenAny(ending, reporting).ConfigureAwait(false) == reporting && reporting.IsFaulted)
            {
                // Nobody records what it does: it must not do it.
                await child.StopAsync(s_atOnce).ConfigureAwait(false);
            }

            end = await ending.ConfigureAwait(false);
            await Task.WhenAny(draining, Task.Delay(ChildProcessDefaults.KillTimeout, _time, CancellationToken.None)).ConfigureAwait(false);
            await child.OutputsEndAsync(CancellationToken.None).ConfigureAwait(false);

            // Its pipes are let go with it, so that a process that it left behind cannot hold them open.
            await child.DisposeAsync().ConfigureAwait(false);
            await draining.ConfigureAwait(false);
            await reporting.ConfigureAwait(false);
        }

        return new K6Outcome
        {
            ExitCode = end.ExitCode,
            Ending = end.Ending,
            Summary = K6Summary.ReadHandled(folder.Summary) ?? K6Summary.ReadExported(folder.Export, tally.Metrics),
            Tally = tally,
            Log = _log,
            LogTail = Tail(child.ErrorTail),
        };
    }

    private async Task DrainAsync(Stream output, K6Tally tally, ChannelWriter<LoadSecond> seconds)
    {
        try
        {
            await K6StreamReader.ReadAsync(output, line =>
            {
                lock (_lock)
                {
                    tally.Add(line.Span);
                }
            }, CancellationToken.None).ConfigureAwait(false);
            tally.Finish();
        }
        finally
        {
            // Whatever happens here, nobody waits for more seconds.
            seconds.Complete();
        }
    }

    /// <summary>Appends the seconds as they are closed, and progress once a second, also where a script sends little: k6 hands on what fills its buffer.</summary>
    private async Task ReportAsync(ChannelReader<LoadSecond> seconds, K6Tally tally)
    {
        var started = _time.GetTimestamp();
        var total = Math.Max(1, (long)Math.Ceiling(ready.Script.Options.Duration.TotalSeconds));
        using var timer = new PeriodicTimer(s_tick, _time);
        var tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
        var next = seconds.WaitToReadAsync(CancellationToken.None).AsTask();
        while (true)
        {
            await Task.WhenAny(next, tick).ConfigureAwait(false);
            if (tick.IsCompleted)
            {
                await append(Progress((long)_time.GetElapsedTime(started).TotalSeconds, total, tally)).ConfigureAwait(false);
                tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
            }

            if (!next.IsCompleted)
            {
                continue;
            }

            if (!await next.ConfigureAwait(false))
            {
                await append(Progress(total, total, tally)).ConfigureAwait(false);
                return;
            }

            while (seconds.TryRead(out var second))
            {
                await append(new LoadSecondMeasured(LoadPhase.PhaseName, second.Second, second.Requests, second.Failed, second.Dropped, second.Vus ?? 0, second.DurationHistogram)).ConfigureAwait(false);
            }

            next = seconds.WaitToReadAsync(CancellationToken.None).AsTask();
        }
    }

    private PhaseProgress Progress(long elapsed, long total, K6Tally tally)
    {
        lock (_lock)
        {
            var p95 = tally.DurationP95Ms is { } ms ? FormattableString.Invariant($", p95 {ms:0.##} ms") : "";
            var detail = FormattableString.Invariant($"{tally.Iterations:#,0} iterations, {tally.Vus} VUs{p95}, {tally.Failed:#,0} failed");
            return new PhaseProgress(LoadPhase.PhaseName, Math.Min(elapsed, total), total, "s", detail);
        }
    }

    private async Task<(int ExitCode, K6Ending Ending)> EndAsync(ChildProcess child, CancellationToken cancellationToken)
    {
        var options = ready.Script.Options;
        K6Ending ending;
        try
        {
            var limit = options.TotalDuration + options.Stages.Setup + options.Stages.Teardown + options.Stages.Summary + K6Defaults.OverdueAfter;
            return (await child.Exited.WaitAsync(limit, _time, cancellationToken).ConfigureAwait(false), K6Ending.Own);
        }
        catch (TimeoutException)
        {
            ending = K6Ending.Overdue;
        }
        catch (OperationCanceledException)
        {
            ending = K6Ending.Cancelled;
        }

        if (!child.Interrupt() || !await EndsWithinAsync(child, options.Stages.Teardown + options.Stages.Summary).ConfigureAwait(false))
        {
            child.Interrupt();
            await EndsWithinAsync(child, K6Defaults.KillAfter).ConfigureAwait(false);
        }

        return (child.Exited.IsCompleted ? await child.Exited.ConfigureAwait(false) : await child.StopAsync(s_atOnce).ConfigureAwait(false), ending);
    }

    private async Task<bool> EndsWithinAsync(ChildProcess child, TimeSpan limit)
    {
        try
        {
            await child.Exited.WaitAsync(limit, _time, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static string Tail(string log)
    {
        const int Kept = 4096;
        return log.Length <= Kept ? log : log[^Kept..];
    }
}
