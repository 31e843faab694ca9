using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TestOps.EndToEnd.Tests.Binary;

/// <summary>A command that runs. Disposing kills it and its children if they are still there.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _arguments;
    private readonly OutputCapture _out;
    private readonly OutputCapture _error;

    internal RunningProgram(Process process, string arguments)
    {
        _process = process;
        _arguments = arguments;
        _out = new OutputCapture(process.StandardOutput);
        _error = new OutputCapture(process.StandardError);
    }

    /// <summary>Process id.</summary>
    public int Id => _process.Id;

    /// <summary>Standard output so far.</summary>
    public string Out => _out.Text;

    /// <summary>Standard error so far.</summary>
    public string Error => _error.Text;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Writes standard input and closes it. A program that ended before reading it all is no error.</summary>
    public async Task WriteInputAsync(string text)
    {
        try
        {
            await _process.StandardInput.WriteAsync(text);
            _process.StandardInput.Close();
        }
        catch (IOException) when (_process.HasExited)
        {
            // A broken pipe: what the program did is in its result.
        }
    }

    /// <summary>Waits until standard output contains a text.</summary>
    /// <exception cref="TimeoutException">It does not come in time, or the output ended without it.</exception>
    public Task WaitForOutputAsync(string text, TimeSpan? deadline = null) => WaitForAsync(_out, text, deadline);

    /// <summary>Waits until standard error contains a text.</summary>
    /// <exception cref="TimeoutException">It does not come in time, or the output ended without it.</exception>
    public Task WaitForErrorAsync(string text) => WaitForAsync(_error, text, null);

    private async Task WaitForAsync(OutputCapture output, string text, TimeSpan? deadline)
    {
        using var timeout = new CancellationTokenSource(deadline ?? TestOpsBinary.DefaultDeadline);
        try
        {
            if (await output.WaitForAsync(text, timeout.Token))
            {
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // Told below, with the output.
        }

        throw Late($"did not print '{text}'");
    }

    /// <summary>Sends a signal: Ctrl-C is <see cref="PosixSignal.SIGINT"/>.</summary>
    public void Signal(PosixSignal signal)
    {
        if (!TrySignal(signal))
        {
            throw new InvalidOperationException($"testops {_arguments}: no signal {signal} to process {Id}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>Kills the program alone, as <c>kill -9</c> does; its children have to notice.</summary>
    public void KillAlone() => _process.Kill(entireProcessTree: false);

    /// <summary>Waits for the end of the program and of its output.</summary>
    /// <exception cref="TimeoutException">It takes longer, or a child of it holds the output open; all are killed.</exception>
    public async Task<ProgramResult> WaitForExitAsync(TimeSpan? deadline = null)
    {
        using var timeout = new CancellationTokenSource(deadline ?? TestOpsBinary.DefaultDeadline);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
            await Task.WhenAll(_out.Completion, _error.Completion).WaitAsync(timeout.Token);
            return new ProgramResult(_process.ExitCode, Out, Error);
        }
        catch (OperationCanceledException)
        {
            var what = _process.HasExited ? $"ended with {_process.ExitCode}, but a child of it holds its output open" : "did not end";
            _process.Kill(entireProcessTree: true);
            throw Late(what);
        }
    }

    /// <summary>Waits for the end, and kills the program alone where it is still there after <paramref name="instant"/>. Answers whether it was killed.</summary>
    public async Task<bool> KillAfterAsync(TimeSpan instant)
    {
        using var timeout = new CancellationTokenSource(instant);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            KillAlone();
            return true;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private bool TrySignal(PosixSignal signal)
    {
        var number = signal switch
        {
            PosixSignal.SIGINT => 2,
            PosixSignal.SIGTERM => 15,
            _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "only SIGINT and SIGTERM"),
        };
        return Kill(Id, number) == 0;
    }

    private TimeoutException Late(string what) => new($"testops {_arguments}: {what} within the deadline\n--- standard output\n{Out}\n--- standard error\n{Error}");

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int processId, int signal);
}
