using TestOps.Core.Determinism;
using TestOps.Core.Planning;
using TestOps.Core.Traces;

namespace TestOps.Core.Snapshots;

/// <summary>Judges the sessions of a replay record against the trace under the masks in force, from digests and answers alone. Not safe for concurrent use.</summary>
public sealed class ReplayJudge
{
    private readonly StepMaskLookup _masks;
    private readonly byte[] _digest = new byte[TraceLine.DigestBytes];

    /// <summary>A judge for replays of <paramref name="plan"/>.</summary>
    public ReplayJudge(Plan plan, MaskSet masks) => _masks = new StepMaskLookup(plan, masks);

    /// <summary>The result of a session, one of those of <see cref="ReplaySession"/>, computed anew; the word in the record has no part in it.</summary>
    /// <exception cref="FormatException">The record contradicts itself or the trace.</exception>
    public string Judge(ReplaySession session, TraceSession recorded)
    {
        var answers = ReplayAnswers.Of(session, recorded);
        var expectedTokens = new SessionTokens();
        var actualTokens = new SessionTokens();
        var isAlike = session.Steps.Count == recorded.Steps.Count;
        var isAnswered = true;
        for (var i = 0; i < session.Steps.Count; i++)
        {
            var expected = i < recorded.Steps.Count ? recorded.Steps[i] : default(TraceStep?);
            var actual = answers[i];
            var masks = MasksOf(actual);
            CompareDigest.Compute(actual, masks, actualTokens, _digest);
            ReplayAnswers.Require(_digest.AsSpan().SequenceEqual(session.Steps[i].Compare), i + 1, "the compare digest does not fit");
            isAnswered &= actual.Failure is null;
            isAlike &= expected is { } step && IsAlike(step, actual, masks, expectedTokens, actualTokens);
        }

        return !isAnswered ? ReplaySession.Unanswered : isAlike ? ReplaySession.Identical : ReplaySession.Diverged;
    }

    private bool IsAlike(TraceStep expected, StepRecord actual, StepMasks masks, SessionTokens expectedTokens, SessionTokens actualTokens)
    {
        masks.Observe(expected.Record, expectedTokens);
        return masks.NeedsStructure
            ? StepComparer.Compare(expected.Record, actual, masks, expectedTokens, actualTokens).DivergenceCount == 0
            : expected.Compare.AsSpan().SequenceEqual(_digest);
    }

    private StepMasks MasksOf(StepRecord record) =>
        _masks.Of(record) ?? throw new FormatException($"the suite has no step '{record.Name}' in scenario '{record.Scenario}'");
}
