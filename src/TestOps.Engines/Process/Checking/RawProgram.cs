using System.Text;
using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Processes;

namespace TestOps.Engines.Process.Checking;

/// <summary>A program spoken to line by line, without the rules of a conversation: for what TestOps itself would never send.</summary>
internal sealed class RawProgram : IAsyncDisposable
{
    private readonly LineStream _lines;
    private Task<ReadOnlyMemory<byte>?>? _reading;

    private RawProgram(ChildProcess child, EngineSpec spec)
    {
        Child = child;
        _lines = new LineStream(child.Output, ProcessProtocol.MaxLineBytes(spec.MaxBodyBytes));
    }

    public ChildProcess Child { get; }

    public static async Task<RawProgram> StartAsync(EngineSpec spec, EngineBinding binding, GuardCommand? guard, CancellationToken cancellationToken) =>
        new(await ChildProcess.StartAsync(ProcessProgram.OptionsOf(spec, binding, guard), cancellationToken).ConfigureAwait(false), spec);

    public async Task SayAsync(string line, CancellationToken cancellationToken)
    {
        await Child.Input.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), cancellationToken).ConfigureAwait(false);
        await Child.Input.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The next line, waited for as long as <paramref name="limit"/>. A line that comes too late is heard the next time.</summary>
    public async Task<Heard> HearAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        // Whether a read of a pipe can be cancelled depends on the system: the wait is, and the read goes on.
        _reading ??= _lines.ReadAsync(CancellationToken.None);
        try
        {
            var line = await _reading.WaitAsync(limit, time, cancellationToken).ConfigureAwait(false);
            _reading = null;
            return new Heard(line is { } bytes ? ProcessLineReader.Read(bytes) : null, IsSilent: false);
        }
        catch (TimeoutException)
        {
            return new Heard(null, IsSilent: true);
        }
    }

    public ValueTask DisposeAsync() => Child.DisposeAsync();
}
