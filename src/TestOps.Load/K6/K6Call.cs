using System.Text;
using TestOps.Processes;

namespace TestOps.Load.K6;

/// <summary>A call of k6 that ends soon: <c>version</c>, <c>inspect</c>.</summary>
internal static class K6Call
{
    private const int OutputBytesMax = 8 * 1024 * 1024;

    /// <summary>Runs a call to its end with its outputs apart; null where it took longer than <paramref name="timeout"/>, and is gone by then.</summary>
    /// <exception cref="ChildProcessException">The program cannot be started.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; nothing is left running.</exception>
    public static async Task<K6CallResult?> RunAsync(ChildProcessOptions options, string? input, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var child = await ChildProcess.StartAsync(options with { Input = ChildInput.Dialogue }, cancellationToken).ConfigureAwait(false);
        await using (child.ConfigureAwait(false))
        {
            var output = ReadAsync(child.Output);
            await WriteAsync(child.Input, input).ConfigureAwait(false);
            try
            {
                var exitCode = await child.Exited.WaitAsync(timeout, options.Time, cancellationToken).ConfigureAwait(false);
                await child.OutputsEndAsync(cancellationToken).ConfigureAwait(false);
                return new K6CallResult(exitCode, await output.WaitAsync(ChildProcessDefaults.KillTimeout, options.Time, cancellationToken).ConfigureAwait(false), child.ErrorTail);
            }
            catch (TimeoutException)
            {
                return null;
            }
        }
    }

    /// <summary>Writes a text and closes the pipe behind it. A child that has ended, or closed its end, does not want it.</summary>
    public static async Task WriteAsync(Stream input, string? text)
    {
        try
        {
            await input.WriteAsync(Encoding.UTF8.GetBytes(text ?? "")).ConfigureAwait(false);
            input.Close();
        }
        catch (IOException)
        {
            // Its exit code says why.
        }
    }

    private static async Task<string> ReadAsync(Stream output)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await output.ReadAsync(buffer).ConfigureAwait(false)) > 0)
            {
                kept.Write(buffer, 0, (int)Math.Min(read, OutputBytesMax - kept.Length));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The pipe is closed under the read when the child is disposed: that is the end of the output.
        }

        return Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
    }
}
