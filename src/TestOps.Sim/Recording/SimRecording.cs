using System.Collections.Concurrent;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Secrets;
using TestOps.Core.Sessions;
using TestOps.Core.Traces;
using TestOps.Sim.Scheduling;
using TestOps.Sim.Statistics;

namespace TestOps.Sim.Recording;

/// <summary>Drives all sessions of a plan against a lease and records them in order.</summary>
internal sealed class SimRecording : IDisposable
{
    /// <summary>After this many sessions in a row with a call that got no answer, a black-box engine is taken for lost.</summary>
    public const int LostAfterSessions = 10;

    private readonly SessionProgram _program;
    private readonly EngineLease _lease;
    private readonly SessionOptions _options;
    private readonly MetricProgram[] _metrics;
    private readonly HashSet<string> _selected;
    private readonly MaskSet _masks;
    private readonly SegmentClaims _claims;
    private readonly TraceSink _sink;
    private readonly ReorderWindow _window;
    private readonly Lock _merge = new();
    private readonly ConcurrentBag<LiveTally> _live = [];
    private long _done;
    private readonly DispatchCounter? _dispatcher;
    private int _failedInARow;

    public SimRecording(SessionProgram program, EngineLease lease, SimEnvironment environment, RunSecrets secrets, Stream trace)
    {
        _program = program;
        _lease = lease;
        var sim = program.Plan.Suite.Sim!;
        _metrics = [.. program.Plan.Metrics.Select(metric => new MetricProgram(metric))];
        _selected = sim.Scenarios.Where(program.Plan.Selection.Includes).Select(scenario => scenario.Name).ToHashSet(StringComparer.Ordinal);
        _masks = program.Plan.CompileMasks();
        _dispatcher = IsControlled ? null : new DispatchCounter();
        _options = environment.Options(lease, sim, secrets, _dispatcher);
        _claims = new SegmentClaims(sim.Users, IsControlled);
        _sink = new TraceSink(trace, _metrics.Length);
        _window = new ReorderWindow(environment.Spill, environment.ReorderBytesMax, _sink.Write);
        Statistics = new SimStatistics(program, _metrics);
    }

    public bool IsControlled => _lease.Evidence == EvidenceClass.Controlled;

    public SimStatistics Statistics { get; }

    /// <summary>Host and port of the engine, for incidents; empty where it has none of its own.</summary>
    public string Host => _lease.Host;

    public IReadOnlyList<MetricProgram> Metrics => _metrics;

    public IReadOnlyList<MetricTally> Tallies => _sink.Tallies;

    /// <summary>Sessions done so far.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>How it goes, in words: steps, latency, failed checks so far.</summary>
    public string Live => LiveTally.Describe(_live);

    /// <summary>Whether recording stopped because the engine was lost.</summary>
    public bool IsEngineLost { get; private set; }

    /// <summary>Runs until all sessions are done, the engine is lost, or the token is cancelled; then it ends at the sessions under way.</summary>
    public Task RunAsync(IWorkerPool pool, CancellationToken cancellationToken)
    {
        var workers = IsControlled ? pool.Workers : _program.Plan.Suite.Sim!.Concurrency;
        return pool.RunAsync(workers, (_, token) => WorkAsync(token), cancellationToken);
    }

    /// <summary>Ends the trace with every session that was finished. After a cancellation the numbers of sessions that were cut off are missing between them.</summary>
    public TraceSummary Finish(string fileName)
    {
        _window.Flush();
        return _sink.Finish(fileName);
    }

    public void Dispose()
    {
        _window.Dispose();
        _dispatcher?.Dispose();
        _sink.Dispose();
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        var statistics = new SimStatistics(_program, _metrics);
        _live.Add(statistics.Live);
        var recorder = new SegmentRecorder(_masks, statistics, _metrics.Length, mayBeCut: !IsControlled, _program.Plan.Suite.Trace.IsHashed);
        var runner = new SessionRunner(_program, _options, recorder);
        try
        {
            while (!cancellationToken.IsCancellationRequested && _claims.TryClaim(out var index, out var first, out var end))
            {
                recorder.BeginSegment();

                // A segment of a controlled engine takes no wall time to speak of: it is finished, so that no session of it is lost. A black box may keep its
                // caller waiting: its session, a segment of its own, is cut off.
                var cut = IsControlled ? CancellationToken.None : cancellationToken;
                for (var session = first; session < end; session++)
                {
                    var scenario = _program.ScenarioOf(session);
                    if (!_selected.Contains(scenario.Name))
                    {
                        // Left out, and its number with it: the others do what they do in the whole.
                        continue;
                    }

                    recorder.BeginSession(session);
                    await runner.RunAsync(session, scenario, _lease.ClientFor(session), cut);
                    recorder.EndSession();
                    Interlocked.Increment(ref _done);
                    WatchEngine(recorder.HasFailure);
                }

                _window.Add(recorder.EndSegment(index, IsControlled));
            }
        }
        finally
        {
            lock (_merge)
            {
                Statistics.Merge(statistics);
            }
        }
    }

    private void WatchEngine(bool hasFailure)
    {
        if (!hasFailure)
        {
            Interlocked.Exchange(ref _failedInARow, 0);
        }
        else if (!IsControlled && Interlocked.Increment(ref _failedInARow) >= LostAfterSessions)
        {
            IsEngineLost = true;
            _claims.Stop();
        }
    }
}
