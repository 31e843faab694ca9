using TestOps.Core;
using TestOps.Core.Determinism;
using TestOps.Core.Planning;
using TestOps.Core.Snapshots;
using TestOps.Core.Suites;
using TestOps.Core.Traces;

namespace TestOps.Sim.Masking;

/// <summary>Judges recorded replays under any masks, from trace and replay records alone. No engine is called.</summary>
public sealed class MaskedReplays
{
    private readonly Snapshot _snapshot;
    private readonly StepMaskLookup _masks;
    private readonly IDriftObserver? _observer;
    private readonly Plan _plan;
    private readonly SessionMarks _compared = new();
    private readonly SessionMarks _divergent = new();
    private readonly SessionMarks _silent = new();
    private long _unanswered;
    private LeafCount _leaves;

    private MaskedReplays(Snapshot snapshot, Plan plan, IReadOnlyList<MaskSpec> masks, IDriftObserver? observer)
    {
        _snapshot = snapshot;
        _plan = plan;
        _masks = new StepMaskLookup(plan, plan.CompileMasks(masks));
        _observer = observer;
    }

    /// <summary>Judges the replays numbered <paramref name="replays"/> of <paramref name="snapshot"/> under <paramref name="masks"/>, and no other.</summary>
    /// <exception cref="SnapshotCorruptException">A file cannot be read, or contradicts another.</exception>
    public static MaskedScore Judge(Snapshot snapshot, Plan plan, IReadOnlyList<MaskSpec> masks, IEnumerable<int> replays, CancellationToken cancellationToken) =>
        Judge(snapshot, plan, masks, replays, null, cancellationToken);

    internal static MaskedScore Judge(Snapshot snapshot, Plan plan, IReadOnlyList<MaskSpec> masks, IEnumerable<int> replays, IDriftObserver? observer, CancellationToken cancellationToken)
    {
        var judged = new MaskedReplays(snapshot, plan, masks, observer);
        foreach (var replay in replays)
        {
            judged.Read(replay, cancellationToken);
        }

        return new MaskedScore(judged._compared.CountWithout(judged._silent), judged._compared.CountWithout(judged._silent, judged._divergent), judged._unanswered, judged._leaves);
    }

    private void Read(int replay, CancellationToken cancellationToken)
    {
        var file = SnapshotNames.Replay(_snapshot.Head.RunId, replay);
        using var record = new ReplayRecordReader(_snapshot.OpenFile(file), file);
        using var trace = _snapshot.OpenTrace();
        _observer?.BeginReplay();
        var recorded = trace.ReadSession();
        while (record.Next() is { } session)
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (recorded is not null && recorded.Session < session.Session)
            {
                recorded = trace.ReadSession();
            }

            if (recorded?.Session != session.Session)
            {
                throw new SnapshotCorruptException(file, $"session {session.Session}", "is not in the trace");
            }

            if (recorded.HasFailure)
            {
                _silent.Add(recorded.Session);
                _unanswered++;
                continue;
            }

            Judge(session, recorded, file);
        }
    }

    private void Judge(ReplaySession session, TraceSession recorded, string file)
    {
        try
        {
            Compare(recorded, ReplayAnswers.Of(session, recorded));
        }
        catch (FormatException contradiction)
        {
            throw new SnapshotCorruptException(file, $"session {session.Session}", contradiction.Message);
        }
    }

    private void Compare(TraceSession recorded, IReadOnlyList<StepRecord> answers)
    {
        if (answers.Any(answer => answer.Failure is not null))
        {
            _silent.Add(recorded.Session);
            _unanswered++;
            return;
        }

        if (!_plan.CountsForScore(recorded.Scenario))
        {
            return;
        }

        _compared.Add(recorded.Session);

        var expectedTokens = new SessionTokens();
        var actualTokens = new SessionTokens();
        for (var i = 0; i < Math.Min(answers.Count, recorded.Steps.Count); i++)
        {
            var expected = recorded.Steps[i].Record;
            var comparison = StepComparer.CompareWhole(expected, answers[i], MasksOf(answers[i]), expectedTokens, actualTokens);
            _leaves += comparison.Leaves;
            if (comparison.DivergenceCount > 0)
            {
                _divergent.Add(recorded.Session);
                _observer?.Differ(expected, answers[i], comparison.Divergences);
            }
        }

        CompareLength(recorded, answers);
    }

    private void CompareLength(TraceSession recorded, IReadOnlyList<StepRecord> answers)
    {
        if (answers.Count == recorded.Steps.Count)
        {
            return;
        }

        _divergent.Add(recorded.Session);
        var both = Math.Min(answers.Count, recorded.Steps.Count);
        var (step, @class) = answers.Count < recorded.Steps.Count ? (recorded.Steps[both].Record, DivergenceClass.Missing) : (answers[both], DivergenceClass.Extra);
        _observer?.Differ(step, step, [new Divergence("#step", @class, step.Name, step.Name)]);
    }

    private StepMasks MasksOf(StepRecord record) =>
        _masks.Of(record) ?? throw new FormatException($"the suite has no step '{record.Name}' in scenario '{record.Scenario}'");
}
