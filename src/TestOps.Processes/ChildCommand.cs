namespace TestOps.Processes;

/// <summary>A command that is run to its end.</summary>
public static class ChildCommand
{
    /// <summary>
    /// Runs a command and answers how it ended. Its standard input is empty. After <paramref name="timeout"/>, or when
    /// <paramref name="cancellationToken"/> is cancelled, it is ended in two stages, with everything that it started.
    /// </summary>
    /// <exception cref="ChildProcessException">The program cannot be started.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; nothing is left running.</exception>
    public static async Task<ChildCommandResult> RunAsync(ChildProcessOptions options, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var result = await ObserveAsync(options, timeout, cancellationToken).ConfigureAwait(false);
        return result.WasCancelled ? throw new OperationCanceledException(cancellationToken) : result;
    }

    /// <summary>The same, but a command that was cancelled while it ran has a result, too: what it printed until then.</summary>
    /// <exception cref="ChildProcessException">The program cannot be started.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled before it ran.</exception>
    public static async Task<ChildCommandResult> ObserveAsync(ChildProcessOptions options, TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var started = options.Time.GetTimestamp();

        // Once it is launched it may have printed something before its guard says that it runs: it is asked to end below, where its words are kept.
        var child = await ChildProcess.StartAsync(options with { Input = ChildInput.Empty, JoinsOutputs = true }, CancellationToken.None).ConfigureAwait(false);
        await using (child.ConfigureAwait(false))
        {
            var (timedOut, wasCancelled) = (false, false);
            try
            {
                await child.Exited.WaitAsync(timeout, options.Time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception stop) when (stop is TimeoutException or OperationCanceledException)
            {
                timedOut = stop is TimeoutException;
                wasCancelled = !timedOut;
                await child.StopAsync(CancellationToken.None).ConfigureAwait(false);
            }

            await child.OutputsEndAsync(CancellationToken.None).ConfigureAwait(false);
            var exitCode = await child.Exited.ConfigureAwait(false);
            return new ChildCommandResult(exitCode, timedOut, child.OutputTail, child.OutputBytes, options.Time.GetElapsedTime(started), wasCancelled, child.ExitSignal);
        }
    }
}
