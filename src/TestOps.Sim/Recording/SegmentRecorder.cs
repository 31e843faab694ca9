using System.Buffers;
using TestOps.Core.Determinism;
using TestOps.Core.Sessions;
using TestOps.Core.Snapshots;
using TestOps.Sim.Statistics;

namespace TestOps.Sim.Recording;

/// <summary>
/// Records the sessions of one segment: their lines, digests and metric values. One recorder belongs to one worker. Where <paramref name="mayBeCut"/> a session
/// is counted at its end only, so that one which is cut off leaves neither lines nor counts.
/// </summary>
internal sealed class SegmentRecorder(MaskSet masks, SimStatistics statistics, int metrics, bool mayBeCut, bool hashesBodies) : ISessionObserver
{
    private readonly List<StepOutcome> _uncounted = [];
    private readonly ArrayBufferWriter<byte> _lines = new(64 * 1024);
    private readonly List<byte[]> _digests = [];
    private readonly byte[] _compare = new byte[TraceLine.DigestBytes];
    private readonly byte[] _raw = new byte[TraceLine.DigestBytes];
    private readonly MetricTally[] _tallies = new MetricTally[metrics];
    private SessionTokens _tokens = new();
    private SessionDigest _digest = new(0);
    private int _steps;
    private bool _hasFailure;

    /// <summary>Whether a call of the session that began last got no answer.</summary>
    public bool HasFailure => _hasFailure;

    public void BeginSegment()
    {
        _lines.ResetWrittenCount();
        _digests.Clear();
        Array.Clear(_tallies);
        _steps = 0;
    }

    public void BeginSession(long session)
    {
        _tokens = new SessionTokens();
        _digest = new SessionDigest(session);
        _hasFailure = false;
        _uncounted.Clear();
    }

    public void OnStep(StepOutcome outcome)
    {
        var record = outcome.Record!;
        var stepMasks = masks.ForStep(record.Scenario, record.Name, outcome.Step.CallTemplate);
        record = hashesBodies ? HashedBody.Of(record, stepMasks, _tokens) : record;
        CompareDigest.Compute(record, stepMasks, _tokens, _compare);
        _digest.Append(_compare);
        TraceLine.Write(record, _compare, _lines, _raw);
        _hasFailure |= record.Failure is not null;
        _steps++;
        statistics.Measure(outcome, _tallies);
        if (mayBeCut)
        {
            _uncounted.Add(outcome.Copy());
        }
        else
        {
            statistics.Count(outcome);
        }
    }

    public void EndSession()
    {
        _digests.Add(_digest.Value.ToArray());
        _uncounted.ForEach(statistics.Count);
        statistics.EndSession();
    }

    /// <summary>The finished segment; its lines are compressed to a frame of their own where <paramref name="compress"/> is set.</summary>
    public Segment EndSegment(long index, bool compress) => new()
    {
        Index = index,
        IsCompressed = compress,
        Data = compress ? TraceFrame.Compress(_lines.WrittenSpan) : _lines.WrittenSpan.ToArray(),
        LineBytes = _lines.WrittenCount,
        Digests = [.. _digests],
        Steps = _steps,
        Tallies = (MetricTally[])_tallies.Clone(),
    };
}
