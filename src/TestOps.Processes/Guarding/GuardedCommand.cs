using System.Runtime.InteropServices;
using System.Text;
using TestOps.Processes.Unix;

namespace TestOps.Processes.Guarding;

/// <summary>The command that a guard runs, and everything that comes from it.</summary>
internal sealed class GuardedCommand(GuardArguments arguments)
{
    // How often a guard looks whether its parent is still the same, in case the end of the pipe is held open by someone.
    private const int ParentCheckMs = 1000;

    // The kill is repeated: what starts between two rounds is met in the next.
    private const int KillRoundMs = 10;

    private static readonly PosixSignal[] EndingSignals = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    private readonly Lock _lock = new();
    private int _id;
    private bool _isEnding;
    private bool _isTerminated;

    // Once the command is reaped, the number of its group may be anyone's.
    private volatile bool _isReaped;
    private Timer? _kill;

    public int Run()
    {
        Posix.LeadSession();
        Posix.AdoptOrphans();
        Descriptors.Keep();
        Descriptors.Keep(arguments.Report);
        var signals = Array.ConvertAll(EndingSignals, signal => PosixSignalRegistration.Create(signal, OnSignal));
        if (Posix.WaitToRead(arguments.Control, limitMs: 0))
        {
            // Whatever it says, or that nobody is there to say it: the command is not wanted any more.
            return Guard.NotStarted;
        }

        var error = PosixSpawn.Start(arguments.Command, out _id);
        Posix.Write(arguments.Report, Encoding.ASCII.GetBytes(new GuardReport(_id, error).ToLine()));
        if (error != 0)
        {
            return Guard.NotStarted;
        }

        Descriptors.LeaveStandardStreams();
        if (_isEnding)
        {
            End();
        }

        new Thread(Listen) { IsBackground = true, Name = "control" }.Start();
        var exitCode = WaitForAll();
        GC.KeepAlive(signals);
        return exitCode;
    }

    /// <summary>Reaps until nothing is left. As we adopt orphans, no child means no descendant.</summary>
    private int WaitForAll()
    {
        var exitCode = 0;
        for (var waits = true; ;)
        {
            var id = Posix.WaitForChild(waits, out var code, out var signal);
            if (id < 0)
            {
                return exitCode;
            }

            if (id == _id)
            {
                // What is left is not wanted any more; mostly nothing is, so look before acting.
                exitCode = code;
                Posix.Write(arguments.Report, Encoding.ASCII.GetBytes(GuardReport.EndLine(signal)));
                _isReaped = true;
                waits = false;
            }
            else if (id == 0)
            {
                End();
                waits = true;
            }
        }
    }

    private void Listen()
    {
        while (Posix.Parent() == arguments.Parent)
        {
            if (!Posix.WaitToRead(arguments.Control, ParentCheckMs))
            {
                continue;
            }

            switch (Posix.ReadByte(arguments.Control))
            {
                case (byte)GuardSignal.Terminate:
                    Terminate();
                    break;
                case (byte)GuardSignal.Interrupt:
                    if (!_isReaped)
                    {
                        Posix.TrySignal(-_id, Posix.Interrupt);
                    }

                    break;
                case (byte)GuardSignal.Kill:
                    KillAfter(0);
                    break;
                default:
                    End();
                    return;
            }
        }

        End();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        End();
    }

    /// <summary>Both stages: the request, and the kill after the grace.</summary>
    private void End()
    {
        lock (_lock)
        {
            _isEnding = true;
            if (_id == 0)
            {
                return;
            }
        }

        Terminate();
        KillAfter(arguments.GraceMs);
    }

    /// <summary>Asks everything to end; once, because a second request means something else to many programs.</summary>
    private void Terminate()
    {
        lock (_lock)
        {
            if (_isTerminated)
            {
                return;
            }

            _isTerminated = true;
        }

        SignalAll(Posix.Terminate);
    }

    /// <summary>Kills in rounds from then on; the guard ends when nothing is left. An earlier moment wins.</summary>
    private void KillAfter(int delayMs)
    {
        lock (_lock)
        {
            if (_kill is null)
            {
                _kill = new Timer(_ => SignalAll(Posix.Kill), null, delayMs, KillRoundMs);
            }
            else if (delayMs == 0)
            {
                _kill.Change(0, KillRoundMs);
            }
        }
    }

    /// <summary>Signals the group in one call, so that nothing slips through by starting another, then those that have left it.</summary>
    private void SignalAll(int signal)
    {
        var isGroupOurs = !_isReaped;
        if (isGroupOurs)
        {
            Posix.TrySignal(-_id, signal);
        }

        foreach (var entry in ProcessTable.Descendants(Environment.ProcessId).Where(entry => !isGroupOurs || entry.Group != _id))
        {
            Posix.TrySignal(entry.Id, signal);
        }
    }
}
