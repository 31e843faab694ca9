using System.Globalization;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Planning;
using TestOps.Core.Traces;

namespace TestOps.Core.Snapshots;

/// <summary>Checks a trace against its head: bytes, the digests of every line, the chain of sessions, the root.</summary>
internal sealed class TraceCheck : IDisposable
{
    private readonly TraceSummary _trace;
    private readonly bool _isControlled;
    private readonly long _users;
    private readonly HashingStream _file;
    private readonly TraceReader _reader;
    private readonly StepMaskLookup _masks;
    private readonly RootDigest _root = new();
    private readonly byte[] _digest = new byte[TraceLine.DigestBytes];
    private SessionDigest? _session;
    private SessionTokens _tokens = new();
    private string _scenario = "";
    private long _number = -1;
    private int _step;
    private long _order = -1;

    public TraceCheck(Snapshot snapshot, Plan plan, MaskSet masks)
    {
        _trace = snapshot.Head.Trace!;
        _isControlled = snapshot.Head.Evidence == EvidenceClass.Controlled;
        _users = plan.Suite.Sim!.Users;
        _masks = new StepMaskLookup(plan, masks);
        _file = new HashingStream(snapshot.OpenFile(_trace.File));
        _reader = new TraceReader(_file, _trace.File);
    }

    /// <summary>What the trace adds up to.</summary>
    public TraceTotals Totals { get; } = new();

    public long Bytes => _reader.Bytes;

    /// <summary>Checks everything.</summary>
    /// <exception cref="SnapshotCorruptException">Naming the first thing that is wrong.</exception>
    public void Run()
    {
        while (_reader.TryReadStep(out var step))
        {
            CheckStep(step);
        }

        EndSession();
        Expect("file_sha256", _file.FinishHex(), _trace.FileSha256);
        Expect("sessions", Text(Totals.Sessions), Text(_trace.Sessions));
        Expect("steps", Text(Totals.Steps), Text(_trace.Steps));
        Expect("bytes", Text(Bytes), Text(_trace.Bytes));
        Expect("root", _root.ToString(), _trace.Root);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _file.Dispose();
    }

    private void CheckStep(TraceStep step)
    {
        var record = step.Record;
        if (record.Session != _number)
        {
            BeginSession(record);
        }

        Totals.Add(record);
        Sha256.Hash(step.Covered.Span, _digest);
        if (!_digest.AsSpan().SequenceEqual(step.Raw))
        {
            throw Corrupt("the raw digest does not fit");
        }

        CheckPlace(record);
        var masks = _masks.Of(record) ?? throw Corrupt($"the suite has no step '{record.Name}' in scenario '{record.Scenario}'");
        CompareDigest.Compute(record, masks, _tokens, _digest);
        if (!_digest.AsSpan().SequenceEqual(step.Compare))
        {
            throw Corrupt("the compare digest does not fit");
        }

        _session!.Append(_digest);
    }

    private void CheckPlace(StepRecord record)
    {
        if (record.Step != ++_step)
        {
            throw Corrupt($"step {record.Step} of session {record.Session} where step {_step} belongs");
        }

        if (record.Scenario != _scenario)
        {
            throw Corrupt($"step {record.Step} of session {record.Session} is of scenario '{record.Scenario}', its session runs '{_scenario}'");
        }

        if (record.IsVirtualTime != _isControlled || (_isControlled && record.Order is not null))
        {
            throw Corrupt(_isControlled ? "wall time or an order of dispatch, though the head says evidence class A" : "virtual time, which only evidence class A has");
        }

        if (record.Order is { } order)
        {
            _order = order > _order ? order : throw Corrupt($"call {order} in the order of dispatch after call {_order} of the same session");
        }
    }

    private void BeginSession(StepRecord record)
    {
        EndSession();
        if (record.Session < _number)
        {
            throw Corrupt($"session {record.Session} after session {_number}");
        }

        if (record.Session >= _users)
        {
            throw Corrupt($"session {record.Session}, though the plan has {_users} users");
        }

        _number = record.Session;
        _scenario = record.Scenario;
        _step = 0;
        _order = -1;
        _session = new SessionDigest(record.Session);
        _tokens = new SessionTokens();
        Totals.Sessions++;
    }

    private void EndSession()
    {
        if (_session is not null)
        {
            _root.Append(_session.Value);
        }
    }

    private void Expect(string what, string actual, string said)
    {
        if (actual != said)
        {
            throw new SnapshotCorruptException(_trace.File, what, $"is {actual}, the head says {said}");
        }
    }

    private SnapshotCorruptException Corrupt(string problem) => new(_trace.File, string.Create(CultureInfo.InvariantCulture, $"line {_reader.Line}"), problem);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
