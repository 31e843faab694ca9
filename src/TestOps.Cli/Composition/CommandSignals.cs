using System.Runtime.InteropServices;
using TestOps.Core;

namespace TestOps.Cli.Composition;

/// <summary>Binds Ctrl-C and SIGTERM to a command: the first asks it to end, the second ends the process.</summary>
internal sealed class CommandSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public CommandSignals()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, ExitCode.Cancelled));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, ExitCode.Terminated));
    }

    public CancellationToken Token => _stop.Token;

    /// <summary>The exit code of a command that ended because of the signal.</summary>
    public ExitCode ExitCode { get; private set; } = ExitCode.Cancelled;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext context, ExitCode exitCode)
    {
        if (!_stop.IsCancellationRequested)
        {
            context.Cancel = true;
            ExitCode = exitCode;
            _stop.Cancel();
        }
    }
}
