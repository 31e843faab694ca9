using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace TestOps.Processes;

/// <summary>
/// A child process that we own. Its standard input is a pipe that we hold open and never write to: when we die, even by <c>kill -9</c>, the child
/// reads its end, and a child that watches for that ends too. Its outputs are read to the end and their tails are kept.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly ChildProcessOptions _options;
    private readonly Process _process;
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OutputPump _output;
    private readonly OutputPump _error;
    private int _isDisposed;

    private ChildProcess(ChildProcessOptions options, Process process)
    {
        _options = options;
        _process = process;
        Id = process.Id;
        _output = new OutputPump(process.StandardOutput.BaseStream, options.IsReadyLine is null ? null : OnLine);
        _error = new OutputPump(process.StandardError.BaseStream, onLine: null);
        Exited = WaitForExitAsync();
    }

    /// <summary>Process id.</summary>
    public int Id { get; }

    /// <summary>Completes with the exit code when the process has ended. Never faults.</summary>
    public Task<int> Exited { get; }

    /// <summary>The line that said the child is ready; null where none was asked for.</summary>
    public string? ReadyLine => _ready.Task.IsCompletedSuccessfully ? _ready.Task.Result : null;

    /// <summary>The last 64 KiB of standard output so far.</summary>
    public string OutputTail => _output.Tail;

    /// <summary>The last 64 KiB of standard error so far.</summary>
    public string ErrorTail => _error.Tail;

    /// <summary>Starts the process and waits until it is ready.</summary>
    /// <exception cref="ChildProcessException">The program cannot be started, ends before it is ready, or is not ready in time. Nothing is left running.</exception>
    public static async Task<ChildProcess> StartAsync(ChildProcessOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var child = new ChildProcess(options, Launch(options));
        try
        {
            await child.WaitUntilReadyAsync(cancellationToken).ConfigureAwait(false);
            return child;
        }
        catch
        {
            await child.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Ends the process in two stages and answers its exit code: SIGTERM (on Windows the end of standard input), then after
    /// <see cref="ChildProcessOptions.StopTimeout"/>, or as soon as <paramref name="cancellationToken"/> is cancelled, the kill of its whole tree.
    /// </summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        if (!Exited.IsCompleted && !UnixSignal.TryTerminate(Id))
        {
            CloseInput();
        }

        if (!await EndsWithinAsync(Exited, _options.StopTimeout, cancellationToken).ConfigureAwait(false))
        {
            Kill();
            await EndsWithinAsync(Exited, ChildProcessDefaults.KillTimeout, CancellationToken.None).ConfigureAwait(false);
        }

        return Exited.IsCompleted
            ? await Exited.ConfigureAwait(false)
            : throw new InvalidOperationException($"Process {Id.ToString(CultureInfo.InvariantCulture)} is still there after it was killed.");
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
            // A grandchild may have inherited the outputs and hold them open; the tails we have are enough then.
            await EndsWithinAsync(Task.WhenAll(_output.Completion, _error.Completion), TimeSpan.FromSeconds(1), CancellationToken.None).ConfigureAwait(false);
            CloseInput();
            _process.Dispose();
        }
    }

    // The one place that starts a process: the guard will wrap the command here, and put the child in a process group of its own.
    private static Process Launch(ChildProcessOptions options)
    {
        var start = new ProcessStartInfo(options.FileName, options.Arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = options.WorkingDirectory ?? "",
        };
        SetEnvironment(start.Environment, options.Environment);
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException("The system reused a process instead of starting one.");
        }
        catch (Win32Exception exception)
        {
            throw new ChildProcessException(
                Describe(options), null, $"{options.FileName} cannot be started: {exception.Message}", "check that the program exists, is in PATH and may be executed", exception);
        }
    }

    private static void SetEnvironment(IDictionary<string, string?> target, IReadOnlyDictionary<string, string> listed)
    {
        var inherited = ChildProcessDefaults.InheritedVariables.Where(target.ContainsKey).Select(name => (Name: name, Value: target[name])).ToArray();
        target.Clear();
        foreach (var (name, value) in inherited)
        {
            target[name] = value;
        }

        foreach (var (name, value) in listed)
        {
            target[name] = value;
        }
    }

    private static string Describe(ChildProcessOptions options) => string.Join(' ', options.Arguments.Prepend(options.FileName));

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
        return _process.ExitCode;
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        if (_options.IsReadyLine is null)
        {
            return;
        }

        var first = Task.WhenAny(_ready.Task, Exited);
        try
        {
            await first.WaitAsync(_options.ReadyTimeout, _options.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            throw NotReady(null, string.Create(CultureInfo.InvariantCulture, $"was not ready within {_options.ReadyTimeout.TotalSeconds:0.###} s"), exception);
        }

        if (!_ready.Task.IsCompleted)
        {
            // The process is gone, but its last words may still be in the pipe.
            await EndsWithinAsync(Task.WhenAll(_output.Completion, _error.Completion), TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(false);
            var exitCode = await Exited.ConfigureAwait(false);
            throw NotReady(exitCode, string.Create(CultureInfo.InvariantCulture, $"ended with exit code {exitCode} before it was ready"), null);
        }
    }

    private ChildProcessException NotReady(int? exitCode, string what, Exception? cause)
    {
        var words = (ErrorTail.Length > 0 ? ErrorTail : OutputTail).Trim();
        var said = words.Length == 0 ? "it printed nothing" : $"its last words: {words[Math.Max(0, words.Length - 1000)..]}";
        return new ChildProcessException(
            Describe(_options), exitCode, $"{_options.FileName} {what}; {said}", $"run it by hand to see why: {Describe(_options)}", cause);
    }

    private void OnLine(string line)
    {
        if (!_ready.Task.IsCompleted && _options.IsReadyLine!(line))
        {
            _ready.TrySetResult(line);
        }
    }

    private void Kill()
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
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The child has closed its end already.
        }
    }
}
