using System.Globalization;
using TestOps.Core.Determinism;
using TestOps.Core.Traces;

namespace TestOps.Core.Snapshots;

/// <summary>Checks a trace against its head: bytes, the digests of every line, the chain of sessions, the root.</summary>
internal sealed class TraceCheck : IDisposable
{
    private readonly TraceSummary _trace;
    private readonly HashingStream _file;
    private readonly TraceReader _reader;
    private readonly StepMaskLookup _masks;
    private readonly RootDigest _root = new();
    private readonly byte[] _digest = new byte[TraceLine.DigestBytes];
    private SessionDigest? _session;
    private SessionTokens _tokens = new();
    private long _number = -1;
    private int _step;

    public TraceCheck(Snapshot snapshot)
    {
        _trace = snapshot.Head.Trace!;
        var plan = snapshot.RebuildPlan();
        var masks = MaskSet.Compile(plan.Suite.Replay?.Masks ?? []);
        if (snapshot.Head.Text("masks_sha256") != masks.Sha256)
        {
            throw snapshot.Head.Corrupt("masks_sha256", "does not fit the masks of the suite");
        }

        _masks = new StepMaskLookup(plan, masks);
        _file = new HashingStream(snapshot.OpenFile(_trace.File));
        _reader = new TraceReader(_file, _trace.File);
    }

    public long Sessions { get; private set; }

    public long Steps { get; private set; }

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
        Expect("sessions", Text(Sessions), Text(_trace.Sessions));
        Expect("steps", Text(Steps), Text(_trace.Steps));
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
            BeginSession(record.Session);
        }

        Steps++;
        if (record.Step != ++_step)
        {
            throw Corrupt($"step {record.Step} of session {record.Session} where step {_step} belongs");
        }

        Sha256.Hash(step.Covered.Span, _digest);
        if (!_digest.AsSpan().SequenceEqual(step.Raw))
        {
            throw Corrupt("the raw digest does not fit");
        }

        var masks = _masks.Of(record) ?? throw Corrupt($"the suite has no step '{record.Name}' in scenario '{record.Scenario}'");
        CompareDigest.Compute(record, masks, _tokens, _digest);
        if (!_digest.AsSpan().SequenceEqual(step.Compare))
        {
            throw Corrupt("the compare digest does not fit");
        }

        _session!.Append(_digest);
    }

    private void BeginSession(long session)
    {
        EndSession();
        if (session < _number)
        {
            throw Corrupt($"session {session} after session {_number}");
        }

        _number = session;
        _step = 0;
        _session = new SessionDigest(session);
        _tokens = new SessionTokens();
        Sessions++;
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
