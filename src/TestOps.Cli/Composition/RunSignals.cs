using System.Runtime.InteropServices;
using TestOps.Core;
using TestOps.Core.Runs;
using TestOps.Core.Verdicts;

namespace TestOps.Cli.Composition;

/// <summary>Binds Ctrl-C, SIGTERM and <c>--timeout</c> to a run: the first drains it, the second aborts it, the third ends the process.</summary>
internal sealed class RunSignals : IDisposable
{
    /// <summary>How long a run that timed out may drain before it is aborted.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(30);

    private readonly RunControl _control;
    private readonly CliHost _host;
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly ITimer? _timeout;
    private int _received;

    public RunSignals(RunControl control, TimeSpan? timeout, CliHost host)
    {
        _control = control;
        _host = host;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, CancelReason.User));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, CancelReason.Terminated));
        _timeout = timeout is { } limit ? host.Time.CreateTimer(_ => control.Cancel(CancelReason.TimedOut), null, limit, DrainLimit) : null;
    }

    /// <summary>The exit code of a run that was stopped for that reason.</summary>
    public static ExitCode ExitCodeOf(CancelReason reason) => reason switch
    {
        CancelReason.TimedOut or CancelReason.OverBudget => ExitCode.TimedOut,
        CancelReason.Terminated => ExitCode.Terminated,
        _ => ExitCode.Cancelled,
    };

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _timeout?.Dispose();
    }

    private void Stop(PosixSignalContext context, CancelReason reason)
    {
        var number = Interlocked.Increment(ref _received);
        context.Cancel = number <= 2;
        if (number == 1)
        {
            _host.Error.WriteLine("testops: stopping; what was recorded is kept. Once more stops at once");
        }

        if (number <= 2)
        {
            _control.Cancel(reason);
        }
    }
}
