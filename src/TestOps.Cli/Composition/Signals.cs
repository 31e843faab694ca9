using System.Runtime.InteropServices;
using TestOps.Core.Runs;
using TestOps.Core.Verdicts;

namespace TestOps.Cli.Composition;

/// <summary>Binds Ctrl-C, SIGTERM and <c>--timeout</c> to a run: the first drains it, the second aborts.</summary>
internal sealed class Signals : IDisposable
{
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly ITimer? _timeout;

    public Signals(RunControl control, TimeSpan? timeout, TimeProvider time)
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, control, CancelReason.User));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, control, CancelReason.Terminated));
        _timeout = timeout is { } limit ? time.CreateTimer(_ => control.Cancel(CancelReason.TimedOut), null, limit, Timeout.InfiniteTimeSpan) : null;
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _timeout?.Dispose();
    }

    private static void Stop(PosixSignalContext context, RunControl control, CancelReason reason)
    {
        context.Cancel = true;
        control.Cancel(reason);
    }
}
