using System.Text.Json.Nodes;
using TestOps.Core;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Sessions;
using TestOps.Core.Snapshots;
using TestOps.Sim.Recording;
using TestOps.Sim.Statistics;

namespace TestOps.Sim.Replaying;

/// <summary>Drives the sessions of a snapshot again over one lease and compares them.</summary>
internal sealed class ReplayDrive : IDispatcher, IDisposable
{
    private readonly SessionProgram _program;
    private readonly EngineLease _lease;
    private readonly SimEnvironment _environment;
    private readonly MaskSet _masks;
    private readonly ReplaySelection _selection;
    private readonly ReplayRecordWriter _record;
    private readonly TraceReader _trace;
    private readonly Lock _reading = new();
    private readonly ReorderWindow _window;
    private readonly Dictionary<long, List<SessionComparison>> _finished = [];
    private readonly Dictionary<long, TraceSession> _underWay = [];
    private readonly Action<SessionComparison> _onSession;
    private readonly ReplayRequest _request;
    private readonly SnapshotHead _head;
    private readonly bool _hasKey;
    private readonly DispatchGate? _gate;
    private long _segments;
    private int _unansweredInARow;
    private long _done;

    public ReplayDrive(Snapshot snapshot, SessionProgram program, EngineLease lease, SimEnvironment environment, ReplaySelection selection, ReplayRequest request, Stream record, Action<SessionComparison> onSession)
    {
        _program = program;
        _lease = lease;
        _environment = environment;
        _selection = selection;
        _request = request;
        _head = snapshot.Head;
        _hasKey = snapshot.Head.SecretKeyId == request.Secrets.KeyId;
        _onSession = onSession;
        _masks = program.Plan.CompileMasks();
        _gate = IsControlled ? null : new DispatchGate(Orders(snapshot, selection));
        _trace = snapshot.OpenTrace();
        _record = new ReplayRecordWriter(record, Head(snapshot, lease, request, _masks.Sha256));
        _window = new ReorderWindow(environment.Spill, environment.ReorderBytesMax, Write);
    }

    private bool IsControlled => _lease.Evidence == EvidenceClass.Controlled;

    /// <summary>Sessions done so far.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>Whether the replay ended early, because a black-box engine had stopped answering.</summary>
    public bool IsEngineLost { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var workers = IsControlled ? _environment.Workers.Workers : _program.Plan.Suite.Sim!.Concurrency;
        await _environment.Workers.RunAsync(workers, (_, token) => WorkAsync(token), cancellationToken);
        _record.Finish();
    }

    public void Dispose()
    {
        _window.Dispose();
        _record.Dispose();
        _trace.Dispose();
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        var recorder = new ReplayRecorder(_masks, _program.Plan.Suite.Replay?.MaxOpaque ?? new Core.Suites.ReplaySpec().MaxOpaque, _hasKey, _program.Plan.Suite.Trace.IsHashed);
        var options = _environment.Options(_lease, _program.Plan.Suite.Sim!, _request.Secrets, _gate is null ? null : this, _request.Number);
        var runner = new SessionRunner(_program, options, recorder);
        while (TryClaim(out var index, out var sessions))
        {
            cancellationToken.ThrowIfCancellationRequested();
            recorder.Reset();
            var comparisons = new List<SessionComparison>(sessions.Count);
            foreach (var session in sessions)
            {
                recorder.Begin(session);
                await runner.RunAsync(session.Session, _program.ScenarioOf(session, _head), _lease.ClientFor(session.Session), cancellationToken);
                ReleaseTurns(session);
                comparisons.Add(recorder.End());
                WatchEngine(comparisons[^1]);
                Interlocked.Increment(ref _done);
            }

            lock (_reading)
            {
                _finished.Add(index, comparisons);
            }

            _window.Add(new Segment { Index = index, Data = recorder.Formatted.ToArray(), IsCompressed = false, LineBytes = 0, Digests = [], Steps = 0, Tallies = Array.Empty<MetricTally>() });
        }
    }

    // A dead engine costs a time limit a call: without an answer there is no score, so that waiting for all the others would tell nothing more.
    private void WatchEngine(SessionComparison comparison)
    {
        if (comparison.Result != ReplaySession.Unanswered)
        {
            Interlocked.Exchange(ref _unansweredInARow, 0);
        }
        else if (_gate is not null && Interlocked.Increment(ref _unansweredInARow) >= SimRecording.LostAfterSessions)
        {
            IsEngineLost = true;
            _gate.Open();
        }
    }

    /// <summary>Reads the next sessions; segments are claimed in order, so the trace is read once.</summary>
    private bool TryClaim(out long index, out List<TraceSession> sessions)
    {
        sessions = [];
        lock (_reading)
        {
            index = _segments++;
            var size = IsControlled ? Scheduling.SegmentClaims.ControlledSessions : 1;
            while (!IsEngineLost && sessions.Count < size && _trace.ReadSession() is { } session && !_selection.IsPast(session.Session))
            {
                if (_selection.Contains(session.Session))
                {
                    sessions.Add(session);
                    _underWay[session.Session] = session;
                }
            }
        }

        return sessions.Count > 0;
    }

    private void Write(Segment segment)
    {
        List<SessionComparison> comparisons;
        lock (_reading)
        {
            _finished.Remove(segment.Index, out comparisons!);
        }

        foreach (var comparison in comparisons)
        {
            _onSession(comparison);
        }

        _record.WriteSessions(segment.Data);
    }

    public async ValueTask<long?> EnterAsync(long session, int step, CancellationToken cancellationToken)
    {
        var order = OrderOf(session, step);
        if (order is { } turn)
        {
            await _gate!.WaitAsync(turn, cancellationToken);
        }

        return order;
    }

    public void Leave(long? turn)
    {
        if (turn is { } order)
        {
            _gate!.Release(order);
        }
    }

    // A call that was made in the record and is skipped now would keep all later ones waiting, its own session's among them.
    public void Skip(long session, int step) => Leave(OrderOf(session, step));

    private void ReleaseTurns(TraceSession session)
    {
        lock (_reading)
        {
            _underWay.Remove(session.Session);
        }

        foreach (var step in session.Steps)
        {
            if (step.Record.Order is { } order)
            {
                _gate?.Release(order);
            }
        }
    }

    private long? OrderOf(long session, int step)
    {
        lock (_reading)
        {
            var steps = _underWay[session].Steps;
            return step <= steps.Count ? steps[step - 1].Record.Order : null;
        }
    }

    private static List<long> Orders(Snapshot snapshot, ReplaySelection selection)
    {
        using var trace = snapshot.OpenTrace();
        var orders = new List<long>();
        while (trace.TryReadStep(out var step) && !selection.IsPast(step.Record.Session))
        {
            if (selection.Contains(step.Record.Session) && step.Record.Order is { } order)
            {
                orders.Add(order);
            }
        }

        orders.Sort();
        var twice = orders.Zip(orders.Skip(1)).FirstOrDefault(static pair => pair.First == pair.Second, (-1, -1));
        return twice.First < 0 ? orders : throw new SnapshotCorruptException(snapshot.Head.Trace!.File, "order", $"two calls have the number {twice.First} in the order of dispatch");
    }

    private static JsonObject Head(Snapshot snapshot, EngineLease lease, ReplayRequest request, string masks) => new()
    {
        ["run_id"] = snapshot.Head.RunId.ToString(),
        ["replay"] = request.Number,
        ["head_seal"] = snapshot.Head.Seal,
        ["masks_sha256"] = masks,
        ["secret_key"] = request.Secrets.KeyId,
        ["engine"] = new JsonObject
        {
            ["version"] = lease.Version is { } version ? request.Secrets.Redact(version) : null,
            ["evidence"] = lease.Evidence.ToLetter(),
            ["freshness"] = request.Secrets.Redact(lease.Freshness),
        },
    };
}
