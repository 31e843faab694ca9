using TestOps.Cli.Composition;
using TestOps.Sim.Replaying;

namespace TestOps.Cli.Rendering;

/// <summary>Says every ten seconds how far a replay is, on standard error.</summary>
internal sealed class ReplayHeartbeat : IAsyncDisposable
{
    private readonly Heartbeat _heartbeat;
    private ReplayProgress _seen = new(0, 0, 0);

    public ReplayHeartbeat(CliHost host, int number) =>
        _heartbeat = new Heartbeat(host.Time, PlainView.HeartbeatInterval, () => host.Error.WriteLine($"replay {number}: {Sentence(Volatile.Read(ref _seen))}"));

    /// <summary>Takes the progress; called from worker threads.</summary>
    public void Report(ReplayProgress progress) => Volatile.Write(ref _seen, progress);

    public ValueTask DisposeAsync() => _heartbeat.DisposeAsync();

    private static string Sentence(ReplayProgress seen) => $"{Words.Number(seen.Done)} of {Words.Number(seen.Total)} sessions, {Words.Number(seen.Divergent)} divergent";
}
