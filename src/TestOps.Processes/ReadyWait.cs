using System.Globalization;

namespace TestOps.Processes;

/// <summary>Waits until a child is ready: its line, then its probe, within one limit; a child that ends first is a failure at once.</summary>
internal sealed class ReadyWait(ChildProcess child, ChildProcessOptions options)
{
    private const int LastWordsMax = 1000;

    private string? _missing;

    /// <summary>Completes when the child is ready; <paramref name="started"/> answers false for a guard that ended before its command began.</summary>
    /// <exception cref="ChildProcessException">It ends before, or is not ready in time.</exception>
    public async Task RunAsync(Task<bool> started, Task<string> readyLine, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.ReadyTimeout, options.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            if (!await started.WaitAsync(stop.Token).ConfigureAwait(false))
            {
                throw await EndedAsync(stop.Token).ConfigureAwait(false);
            }

            if (options.IsReadyLine is not null)
            {
                await OrExitAsync(readyLine, stop.Token).ConfigureAwait(false);
            }

            if (options.Probe is not null)
            {
                await PollAsync(options.Probe, stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var asked = _missing is null ? "" : $" ({_missing})";
            throw NotReady(null, string.Create(CultureInfo.InvariantCulture, $"was not ready within {options.ReadyTimeout.TotalSeconds:0.###} s{asked}"), exception);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
    }

    private async Task PollAsync(ReadyProbe probe, CancellationToken cancellationToken)
    {
        for (var pause = ChildProcessDefaults.ProbePause; ; pause = Longer(pause))
        {
            // The exit is watched while the probe asks, too: a probe of a dead child may wait for its own limit.
            using var asking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var question = probe(child, asking.Token);
            try
            {
                await OrExitAsync(question, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await asking.CancelAsync().ConfigureAwait(false);
                await ((Task)question).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            _missing = await question.ConfigureAwait(false);
            if (_missing is null)
            {
                return;
            }

            await OrExitAsync(Task.Delay(pause, options.Time, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for <paramref name="task"/>; refuses when the child ends first.</summary>
    private async Task OrExitAsync(Task task, CancellationToken cancellationToken)
    {
        await Task.WhenAny(task, child.Exited).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!task.IsCompleted)
        {
            throw await EndedAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ChildProcessException> EndedAsync(CancellationToken cancellationToken)
    {
        var exitCode = await child.Exited.WaitAsync(cancellationToken).ConfigureAwait(false);

        // The process is gone, but its last words may still be in the pipe.
        await child.OutputsEndAsync(cancellationToken).ConfigureAwait(false);
        return NotReady(exitCode, $"ended with {child.ExitText} before it was ready", null);
    }

    private ChildProcessException NotReady(int? exitCode, string what, Exception? cause)
    {
        var words = LastLines.Of(child.ErrorTail.Length > 0 ? child.ErrorTail : child.OutputTail, LastWordsMax);
        var said = words.Length == 0 ? "it printed nothing" : $"its last words: {words}";
        return new ChildProcessException(options.Text, exitCode, $"{options.FileName} {what}; {said}", $"run it by hand to see why: {options.Text}", cause);
    }

    private static TimeSpan Longer(TimeSpan pause) =>
        pause * 2 < ChildProcessDefaults.ProbePauseMax ? pause * 2 : ChildProcessDefaults.ProbePauseMax;
}
