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
        var started = options.Time.GetTimestamp();
        var child = await ChildProcess.StartAsync(options with { Input = ChildInput.Empty, JoinsOutputs = true }, cancellationToken).ConfigureAwait(false);
        await using (child.ConfigureAwait(false))
        {
            var timedOut = false;
            try
            {
                await child.Exited.WaitAsync(timeout, options.Time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                timedOut = true;
                await child.StopAsync(CancellationToken.None).ConfigureAwait(false);
            }

            await child.OutputsEndAsync(cancellationToken).ConfigureAwait(false);
            return new ChildCommandResult(
                await child.Exited.ConfigureAwait(false), timedOut, child.OutputTail, child.OutputBytes, options.Time.GetElapsedTime(started));
        }
    }
}
