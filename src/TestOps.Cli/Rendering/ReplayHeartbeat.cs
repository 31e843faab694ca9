using TestOps.Cli.Composition;

namespace TestOps.Cli.Rendering;

/// <summary>Says every ten seconds how far a replay is, on standard error.</summary>
internal sealed class ReplayHeartbeat : IAsyncDisposable
{
    private readonly Heartbeat _heartbeat;
    private long _done;
    private long _total;

    public ReplayHeartbeat(CliHost host, int number) =>
        _heartbeat = new Heartbeat(host.Time, PlainView.HeartbeatInterval, () => host.Error.WriteLine($"replay {number}: {Interlocked.Read(ref _done)} of {Interlocked.Read(ref _total)} sessions"));

    /// <summary>Takes the progress; called from worker threads.</summary>
    public void Report(long done, long total)
    {
        Interlocked.Exchange(ref _done, done);
        Interlocked.Exchange(ref _total, total);
    }

    public ValueTask DisposeAsync() => _heartbeat.DisposeAsync();
}
