using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using TestOps.Processes.Guarding;
using TestOps.Processes.Unix;

namespace TestOps.Processes;

/// <summary>
/// A child process that we own: what it prints is read to the end and its tail is kept, and it is ended in two stages. Disposing it ends it.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan OutputEndLimit = TimeSpan.FromSeconds(1);

    private readonly ChildProcessOptions _options;
    private readonly Process _process;
    private readonly GuardLink? _guard;
    private readonly Task<bool> _started;
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OutputTail _outputTail = new(ChildProcessDefaults.OutputTailBytes);
    private readonly OutputTail _errorTail;
    private readonly Task _outputsEnd;
    private int _isDisposed;

    private ChildProcess(ChildProcessOptions options, Process process, GuardLink? guard)
    {
        _options = options;
        _process = process;
        _guard = guard;
        _errorTail = options.JoinsOutputs ? _outputTail : new OutputTail(ChildProcessDefaults.OutputTailBytes);
        Id = guard is null ? process.Id : 0;
        var error = new OutputPump(process.StandardError.BaseStream, _errorTail, options.OnErrorLine).Completion;
        _outputsEnd = options.Input == ChildInput.Dialogue
            ? error
            : Task.WhenAll(error, new OutputPump(process.StandardOutput.BaseStream, _outputTail, options.IsReadyLine is null ? null : OnLine).Completion);
        if (options.Input == ChildInput.Empty)
        {
            CloseInput();
        }

        GuardId = guard is null ? null : process.Id;
        _started = guard is null ? Task.FromResult(true) : LearnIdAsync(guard);
        Exited = WaitForExitAsync();
    }

    /// <summary>Process id of the command, which leads a process group of its own where it is guarded.</summary>
    public int Id { get; private set; }

    /// <summary>Process id of its guard; null without one.</summary>
    public int? GuardId { get; }

    /// <summary>Completes with the exit code when the process has ended. Never faults.</summary>
    public Task<int> Exited { get; }

    /// <summary>
    /// The number of the signal that ended the command, once <see cref="Exited"/> has completed; null where none did, and where nobody can tell: without a guard, or where the guard
    /// itself was killed. An exit code of 139 may be a program's own.
    /// </summary>
    public int? ExitSignal { get; private set; }

    /// <summary>How an ended command ended, for people: <c>exit code 139 (signal 11)</c>.</summary>
    public string ExitText => ExitWords.Of(Exited.IsCompletedSuccessfully ? Exited.Result : 0, ExitSignal);

    /// <summary>The line that said the child is ready; null where none was asked for.</summary>
    public string? ReadyLine => _ready.Task.IsCompletedSuccessfully ? _ready.Task.Result : null;

    /// <summary>The child's standard input, unbuffered, for the caller who owns the dialogue. It is closed when the child is disposed.</summary>
    /// <exception cref="InvalidOperationException">The child was not started with <see cref="ChildInput.Dialogue"/>.</exception>
    public Stream Input => InDialogue(_process.StandardInput.BaseStream);

    /// <summary>The child's standard output, for the caller who owns the dialogue. It is closed when the child is disposed.</summary>
    /// <exception cref="InvalidOperationException">The child was not started with <see cref="ChildInput.Dialogue"/>.</exception>
    public Stream Output => InDialogue(_process.StandardOutput.BaseStream);

    /// <summary>The last 64 KiB of standard output so far; empty where the caller owns the dialogue.</summary>
    public string OutputTail => _outputTail.ToString();

    /// <summary>How much the child has printed to standard output so far, in bytes; 0 where the caller owns the dialogue.</summary>
    public long OutputBytes => _outputTail.TotalBytes;

    /// <summary>The last 64 KiB of standard error so far.</summary>
    public string ErrorTail => _errorTail.ToString();

    /// <summary>How much the child has printed to standard error so far, in bytes.</summary>
    public long ErrorBytes => _errorTail.TotalBytes;

    /// <summary>Starts the process and waits until it is ready.</summary>
    /// <exception cref="ChildProcessException">The program cannot be started, ends before it is ready, or is not ready in time. Nothing is left running.</exception>
    /// <exception cref="ArgumentException">A ready line was asked of a child whose output the caller reads.</exception>
    public static async Task<ChildProcess> StartAsync(ChildProcessOptions options, CancellationToken cancellationToken)
    {
        if (options is { Input: ChildInput.Dialogue, IsReadyLine: not null } or { Input: ChildInput.Dialogue, JoinsOutputs: true })
        {
            throw new ArgumentException("The caller who owns the dialogue reads standard output: there is no ready line to wait for and nothing to join.", nameof(options));
        }

        cancellationToken.ThrowIfCancellationRequested();
        var (process, guard) = ChildStart.Launch(options);
        var child = new ChildProcess(options, process, guard);
        try
        {
            await new ReadyWait(child, options).RunAsync(child._started, child._ready.Task, cancellationToken).ConfigureAwait(false);
            return child;
        }
        catch
        {
            await child.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Ends the process in two stages and answers its exit code: SIGTERM to everything that comes from it (without a guard to it alone; on Windows the end of standard input),
    /// then after <see cref="ChildProcessOptions.StopTimeout"/>, or as soon as <paramref name="cancellationToken"/> is cancelled, the kill of all that is left.
    /// </summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        if (!Exited.IsCompleted)
        {
            AskToEnd();
        }

        if (!await EndsWithinAsync(Exited, _options.StopTimeout, cancellationToken).ConfigureAwait(false))
        {
            Kill();
            if (!await EndsWithinAsync(Exited, ChildProcessDefaults.KillTimeout, CancellationToken.None).ConfigureAwait(false))
            {
                KillTree();
                await EndsWithinAsync(Exited, ChildProcessDefaults.KillTimeout, CancellationToken.None).ConfigureAwait(false);
            }
        }

        return Exited.IsCompleted
            ? await Exited.ConfigureAwait(false)
            : throw new InvalidOperationException($"Process {Id.ToString(CultureInfo.InvariantCulture)} is still there after it was killed.");
    }

    /// <summary>
    /// Interrupts the command (SIGINT), as Ctrl-C does in a terminal, and does not wait: what it makes of a first and of a second interrupt is its own affair. False where that
    /// cannot be done: on Windows, and where it has ended.
    /// </summary>
    public bool Interrupt()
    {
        if (Exited.IsCompleted || OperatingSystem.IsWindows())
        {
            return false;
        }

        if (_guard is null)
        {
            return Posix.TrySignal(Id, Posix.Interrupt);
        }

        _guard.Tell(GuardSignal.Interrupt);
        return true;
    }

    /// <summary>Ends the process as <see cref="StopAsync"/> does and lets go of its pipes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        try
        {
            await StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            await OutputsEndAsync(CancellationToken.None).ConfigureAwait(false);
            CloseInput();
            _process.StandardOutput.BaseStream.Close();
            _process.StandardError.BaseStream.Close();
            _guard?.Dispose();
            _process.Dispose();
        }
    }

    /// <summary>Waits, for a second at most, until what an ended child printed has been read: a grandchild may hold its outputs open, and the tails are enough then.</summary>
    public Task OutputsEndAsync(CancellationToken cancellationToken) => EndsWithinAsync(_outputsEnd, OutputEndLimit, cancellationToken);

    private async Task<bool> EndsWithinAsync(Task task, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(limit, _options.Time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        var exitCode = _process.ExitCode;
        if (_guard is not null && exitCode > 128)
        {
            // Its command was ended by a signal, or the guard itself was: then nobody has ended the rest.
            await GuardRemains.EndAsync(_process.Id, Id == 0 ? null : Id, _guard.Mark, ChildProcessDefaults.KillTimeout).ConfigureAwait(false);
        }

        if (_guard is not null && exitCode > 128 && await HasStartedAsync().ConfigureAwait(false))
        {
            ExitSignal = await _guard.ReadSignalAsync().ConfigureAwait(false);
        }

        return exitCode;
    }

    // The first line of the report has been read then, whatever it said.
    private async Task<bool> HasStartedAsync()
    {
        await ((Task)_started).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _started.IsCompletedSuccessfully && await _started.ConfigureAwait(false);
    }

    private async Task<bool> LearnIdAsync(GuardLink guard)
    {
        if (await guard.ReadReportAsync().ConfigureAwait(false) is not { } report)
        {
            return false;
        }

        Id = report.CommandId;
        return report.Error == 0 ? true : throw ChildStart.Refused(_options, _options.FileName, new Win32Exception(report.Error));
    }

    private void AskToEnd()
    {
        if (_guard is not null)
        {
            _guard.Tell(GuardSignal.Terminate);
        }
        else if (OperatingSystem.IsWindows() || !Posix.TrySignal(Id, Posix.Terminate))
        {
            CloseInput();
        }
    }

    private Stream InDialogue(Stream stream) =>
        _options.Input == ChildInput.Dialogue ? stream : throw new InvalidOperationException("The streams of a child belong to the caller only with ChildInput.Dialogue.");

    private void OnLine(string line)
    {
        if (!_ready.Task.IsCompleted && _options.IsReadyLine!(line))
        {
            _ready.TrySetResult(line);
        }
    }

    private void Kill()
    {
        if (_guard is not null)
        {
            _guard.Tell(GuardSignal.Kill);
        }
        else
        {
            KillTree();
        }
    }

    // A guard that does not answer is killed with its command; what has left the tree is found by its mark when the exit is seen.
    private void KillTree()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended between the question and the kill.
        }
    }

    private void CloseInput()
    {
        try
        {
            _process.StandardInput.BaseStream.Close();
        }
        catch (IOException)
        {
            // The child has closed its end already.
        }
    }
}
