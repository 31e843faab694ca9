using System.Text.Json.Nodes;
using TestOps.Core.Determinism;
using TestOps.Core.Journaling;
using TestOps.Core.Sessions;
using TestOps.Core.Snapshots;
using TestOps.Core.Traces;

namespace TestOps.Sim.Replaying;

/// <summary>Compares two snapshots session by session and step by step, by structure, under the masks of the first one. No engine is called.</summary>
public sealed class SnapshotDiff
{
    private readonly ReplayTally _tally;
    private readonly SessionProgram _program;
    private readonly MaskSet _masks;
    private readonly SnapshotHead _head;

    private SnapshotDiff(Snapshot first)
    {
        _head = first.Head;
        _program = SessionProgram.Compile(first.RebuildPlan());
        _tally = new ReplayTally(_program.Plan.CountsForScore);
        _masks = _program.Plan.CompileMasks();
    }

    /// <summary>Sessions of both that could be compared.</summary>
    public long Sessions => _tally.Sessions;

    /// <summary>Those of them that are alike in everything compared.</summary>
    public long Identical => _tally.Identical;

    /// <summary>Sessions of both in which a call got no answer on one side: they are not compared.</summary>
    public long Incomparable => _tally.Incomparable;

    /// <summary>Sessions that only the first snapshot has.</summary>
    public long OnlyInFirst { get; private set; }

    /// <summary>Sessions that only the second snapshot has.</summary>
    public long OnlyInSecond { get; private set; }

    /// <summary>The first divergence of each signature, in session order; at most 50. Their replay number is 0.</summary>
    public IReadOnlyList<DivergenceFound> Divergences => [.. _tally.Signatures.Select(signature => signature.ToEvent(0))];

    /// <summary>Whether both have the same sessions and every one of them is alike.</summary>
    public bool IsIdentical => Identical == Sessions && Incomparable == 0 && OnlyInFirst == 0 && OnlyInSecond == 0;

    /// <summary>Compares <paramref name="second"/> with <paramref name="first"/>; reads both traces once.</summary>
    /// <exception cref="SnapshotCorruptException">A snapshot is damaged or recorded no trace.</exception>
    public static SnapshotDiff Compare(Snapshot first, Snapshot second, CancellationToken cancellationToken)
    {
        var diff = new SnapshotDiff(first);
        using var left = first.OpenTrace();
        using var right = second.OpenTrace();
        var expected = left.ReadSession();
        var actual = right.ReadSession();
        while (expected is not null || actual is not null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var order = expected is null ? 1 : actual is null ? -1 : expected.Session.CompareTo(actual.Session);
            if (order == 0)
            {
                diff._tally.Add(diff.CompareSession(expected!, actual!));
            }

            diff.OnlyInFirst += order < 0 ? 1 : 0;
            diff.OnlyInSecond += order > 0 ? 1 : 0;
            expected = order <= 0 ? left.ReadSession() : expected;
            actual = order >= 0 ? right.ReadSession() : actual;
        }

        return diff;
    }

    private SessionComparison CompareSession(TraceSession expected, TraceSession actual)
    {
        var isComparable = !expected.HasFailure && !actual.HasFailure;
        var found = new List<(int Step, string Name, Divergence Divergence)>();
        var same = new List<bool>();
        var leaves = default(LeafCount);
        var expectedTokens = new SessionTokens();
        var actualTokens = new SessionTokens();
        for (var i = 0; i < Math.Min(expected.Steps.Count, actual.Steps.Count); i++)
        {
            var record = expected.Steps[i].Record;
            var comparison = StepComparer.Compare(record, actual.Steps[i].Record, MasksOf(record), expectedTokens, actualTokens);
            found.AddRange(comparison.Divergences.Select(divergence => (record.Step, record.Name, divergence)));
            same.Add(comparison.DivergenceCount == 0);
            leaves += comparison.Leaves;
        }

        AddLength(expected, actual, found);
        var first = found.Count == 0 ? null : new LocatedDivergence(found[0].Step, found[0].Name, found[0].Divergence, found.Count - 1, Around(expected, same, found[0].Step));
        return new SessionComparison(expected.Session, expected.Scenario, first is null ? ReplaySession.Identical : ReplaySession.Diverged, first, null, isComparable, leaves, null);
    }

    private StepMasks MasksOf(StepRecord record)
    {
        var call = _program.CallOf(record, _head);
        return _masks.ForStep(record.Scenario, record.Name, call.CallTemplate);
    }

    private static void AddLength(TraceSession expected, TraceSession actual, List<(int Step, string Name, Divergence Divergence)> found)
    {
        var both = Math.Min(expected.Steps.Count, actual.Steps.Count);
        if (expected.Steps.Count > both)
        {
            var missing = expected.Steps[both].Record;
            found.Add((missing.Step, missing.Name, new Divergence("#step", DivergenceClass.Missing, missing.Name, "the session ended before")));
        }
        else if (actual.Steps.Count > both)
        {
            var extra = actual.Steps[both].Record;
            found.Add((extra.Step, extra.Name, new Divergence("#step", DivergenceClass.Extra, "no further step", extra.Name)));
        }
    }

    private static JsonArray Around(TraceSession expected, List<bool> same, int step)
    {
        var around = new JsonArray();
        for (var at = Math.Max(1, step - 1); at <= Math.Min(expected.Steps.Count, step + 1); at++)
        {
            var record = expected.Steps[at - 1].Record;
            around.Add(new JsonObject
            {
                ["step"] = at,
                ["name"] = record.Name,
                ["call"] = $"{record.Method} {record.Path}",
                ["status"] = record.Status,
                ["same"] = at <= same.Count ? same[at - 1] : null,
            });
        }

        return around;
    }
}
