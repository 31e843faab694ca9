using System.Buffers;
using System.Globalization;
using TestOps.Core.Determinism;
using TestOps.Core.Sessions;
using TestOps.Core.Snapshots;
using TestOps.Core.Traces;

namespace TestOps.Sim.Replaying;

/// <summary>Computes the digests of recorded sessions anew, from requests and checks that the interpreter made again.</summary>
internal sealed class RecomputeObserver(MaskSet masks) : ISessionObserver
{
    private readonly ArrayBufferWriter<byte> _line = new(4096);
    private readonly byte[] _compare = new byte[TraceLine.DigestBytes];
    private readonly byte[] _raw = new byte[TraceLine.DigestBytes];
    private readonly List<string> _problems = [];
    private TraceSession _session = null!;
    private SessionTokens _tokens = new();
    private int _seen;

    public SessionDigest Digest { get; private set; } = new(0);

    public void Begin(TraceSession session)
    {
        _session = session;
        _tokens = new SessionTokens();
        _problems.Clear();
        _seen = 0;
        Digest = new SessionDigest(session.Session);
    }

    public void OnStep(StepOutcome outcome)
    {
        _seen++;
        var record = _seen <= _session.Steps.Count ? WithRecordedChecks(outcome, _session.Steps[_seen - 1].Record) : outcome.Record!;
        CompareDigest.Compute(record, masks.ForStep(record.Scenario, record.Name, outcome.Step.CallTemplate), _tokens, _compare);
        Digest.Append(_compare);
        _line.ResetWrittenCount();
        TraceLine.Write(record, _compare, _line, _raw);
        if (_seen > _session.Steps.Count)
        {
            _problems.Add($"session {_session.Session}: the suite goes on to step {_seen}, the trace ends at {_session.Steps.Count}");
        }
        else if (!_session.Steps[_seen - 1].Raw.AsSpan().SequenceEqual(_raw))
        {
            _problems.Add(Describe(_session.Steps[_seen - 1].Record, record));
        }
    }

    /// <summary>Results of checks that do not follow from the record, in all sessions so far; they are taken as recorded.</summary>
    public long NotRecomputed { get; private set; }

    private StepRecord WithRecordedChecks(StepOutcome outcome, StepRecord recorded)
    {
        var computed = outcome.Record!;
        if (computed.Checks.Count != recorded.Checks.Count)
        {
            return computed;
        }

        var checks = computed.Checks.ToArray();
        for (var i = 0; i < checks.Length; i++)
        {
            if (checks[i].Name == recorded.Checks[i].Name && !CheckEvidence.IsWhole(outcome.Step, i, recorded))
            {
                checks[i] = recorded.Checks[i];
                NotRecomputed++;
            }
        }

        return computed with { Checks = checks };
    }

    /// <summary>What does not agree in this session.</summary>
    public IReadOnlyList<string> End()
    {
        if (_seen < _session.Steps.Count)
        {
            _problems.Add($"session {_session.Session}: the suite ends after step {_seen}, the trace has {_session.Steps.Count}");
        }

        return _problems;
    }

    private static string Describe(StepRecord recorded, StepRecord computed)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"session {recorded.Session} step {recorded.Step} ({recorded.Name})");
        var check = recorded.Checks.Zip(computed.Checks).FirstOrDefault(pair => pair.First != pair.Second);
        return check.First != check.Second
            ? $"{place}: check {check.First.Name} is recorded as {Word(check.First.Passed)}, the answer gives {Word(check.Second.Passed)}"
            : recorded.Path != computed.Path || !recorded.RequestBody.Bytes.Span.SequenceEqual(computed.RequestBody.Bytes.Span)
                ? $"{place}: the suite gives another request than the one recorded"
                : $"{place}: the recorded answer gives another digest";
    }

    private static string Word(bool passed) => passed ? "passed" : "failed";
}
