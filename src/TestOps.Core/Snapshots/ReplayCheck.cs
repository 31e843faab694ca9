using System.Globalization;
using TestOps.Core.Determinism;
using TestOps.Core.Planning;

namespace TestOps.Core.Snapshots;

/// <summary>Checks a replay record against head and trace: form, seal, every digest, and that its results are those which its answers give.</summary>
internal sealed class ReplayCheck(Snapshot snapshot, Plan plan, MaskSet masks)
{
    private readonly ReplayJudge _judge = new(plan, masks);
    private readonly byte[] _raw = new byte[TraceLine.DigestBytes];

    /// <summary>Checks the record of replay <paramref name="number"/>.</summary>
    /// <exception cref="SnapshotCorruptException">Naming the first thing that is wrong.</exception>
    public ReplayTotals Run(int number)
    {
        var file = SnapshotNames.Replay(snapshot.Head.RunId, number);
        using var reader = new ReplayRecordReader(snapshot.OpenFile(file), file);
        CheckHead(reader, number, file);
        using var trace = snapshot.OpenTrace();
        var totals = new ReplayTotals(number, plan.CountsForScore);
        var recorded = trace.ReadSession();
        while (reader.Next() is { } session)
        {
            while (recorded is not null && recorded.Session < session.Session)
            {
                recorded = trace.ReadSession();
            }

            totals.Recorded++;
            Check(session, recorded?.Session == session.Session ? recorded : throw Corrupt(file, session, "is not in the trace"), totals, file);
        }

        return totals;
    }

    private void CheckHead(ReplayRecordReader reader, int number, string file)
    {
        if (SealedJson.TextOf(reader.Head["head_seal"]) != snapshot.Head.Seal || SealedJson.TextOf(reader.Head["run_id"]) != snapshot.Head.RunId.ToString())
        {
            throw new SnapshotCorruptException(file, "head_seal", "belongs to another snapshot");
        }

        var said = reader.Head["replay"]?.ToJsonString();
        if (said != number.ToString(CultureInfo.InvariantCulture))
        {
            throw new SnapshotCorruptException(file, "replay", $"is {said ?? "missing"}, the file is that of replay {number}");
        }

        if (SealedJson.TextOf(reader.Head["masks_sha256"]) != snapshot.Head.Text("masks_sha256"))
        {
            throw new SnapshotCorruptException(file, "masks_sha256", "the replay was compared under other masks than the head's");
        }
    }

    private void Check(ReplaySession session, TraceSession recorded, ReplayTotals totals, string file)
    {
        var digest = new SessionDigest(session.Session);
        foreach (var (_, compare) in session.Steps)
        {
            digest.Append(compare);
        }

        if (!digest.Value.SequenceEqual(session.Digest))
        {
            throw Corrupt(file, session, "the session digest does not fit its steps");
        }

        foreach (var step in session.Differing)
        {
            CheckAnswer(session, step, file);
        }

        var result = Judge(session, recorded, file);

        // A session whose record lacks an answer is not comparable, whatever the replay says.
        if (recorded.HasFailure)
        {
            totals.Add(recorded, ReplaySession.Unanswered);
        }
        else
        {
            totals.Add(recorded, result == session.Result ? result : throw Corrupt(file, session, $"the result is '{session.Result}', its answers give '{result}'"));
        }
    }

    private void CheckAnswer(ReplaySession session, TraceStep step, string file)
    {
        var number = step.Record.Step;
        Sha256.Hash(step.Covered.Span, _raw);
        if (number > session.Steps.Count || !step.Raw.AsSpan().SequenceEqual(session.Steps[number - 1].Raw) || !_raw.AsSpan().SequenceEqual(step.Raw))
        {
            throw Corrupt(file, session, string.Create(CultureInfo.InvariantCulture, $"step {number}: the answer does not fit its digest"));
        }
    }

    private string Judge(ReplaySession session, TraceSession recorded, string file)
    {
        try
        {
            return _judge.Judge(session, recorded);
        }
        catch (FormatException problem)
        {
            throw Corrupt(file, session, problem.Message);
        }
    }

    private static SnapshotCorruptException Corrupt(string file, ReplaySession session, string problem) =>
        new(file, string.Create(CultureInfo.InvariantCulture, $"session {session.Session}"), problem);
}
