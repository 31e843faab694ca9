using System.Globalization;
using System.IO.Pipes;

namespace TestOps.Processes.Guarding;

/// <summary>
/// The parent's ends of the two pipes to a guard. The system closes the control pipe when we are gone, whatever ended us: its writing end is never inherited (.NET opens it
/// close-on-exec), so nobody but us holds it.
/// </summary>
internal sealed class GuardLink(TimeProvider time) : IDisposable
{
    private readonly AnonymousPipeServerStream _control = new(PipeDirection.Out, HandleInheritability.Inheritable);
    private readonly AnonymousPipeServerStream _report = new(PipeDirection.In, HandleInheritability.Inheritable);
    private StreamReader? _reader;

    /// <summary>What the guard is told when it starts: <paramref name="grace"/> lies between its request to end and its kill.</summary>
    public IReadOnlyList<string> Arguments(IReadOnlyList<string> command, TimeSpan grace) => new GuardArguments(
        int.Parse(_control.GetClientHandleAsString(), CultureInfo.InvariantCulture),
        int.Parse(_report.GetClientHandleAsString(), CultureInfo.InvariantCulture),
        Environment.ProcessId,
        (int)Math.Min(grace.TotalMilliseconds, int.MaxValue),
        command).ToList();

    /// <summary>Marks everything that comes from the command, so that it is found even when its guard was killed.</summary>
    public GuardMark Mark { get; } = GuardMark.Create(time);

    /// <summary>To be called when the guard runs, or does not: its ends of the pipes are its own from then on.</summary>
    public void LetGo()
    {
        _control.DisposeLocalCopyOfClientHandle();
        _report.DisposeLocalCopyOfClientHandle();
    }

    /// <summary>Waits until the guard has started the command, or could not; null where the guard ended without a word.</summary>
    public async Task<GuardReport?> ReadReportAsync()
    {
        _reader = new StreamReader(_report, leaveOpen: true);
        return await _reader.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line ? GuardReport.Parse(line) : null;
    }

    /// <summary>Once the guard has ended: the signal that ended the command; null where none did, and where the guard was killed before it could tell.</summary>
    public async Task<int?> ReadSignalAsync() => _reader is null ? null : GuardReport.ParseEnd(await _reader.ReadLineAsync(CancellationToken.None).ConfigureAwait(false));

    /// <summary>Tells the guard; one that is gone hears nothing.</summary>
    public void Tell(GuardSignal signal)
    {
        try
        {
            _control.WriteByte((byte)signal);
        }
        catch (IOException)
        {
            // The guard is gone, and what it left is ended when its exit is seen.
        }
    }

    public void Dispose()
    {
        _control.Dispose();
        _reader?.Dispose();
        _report.Dispose();
    }
}
