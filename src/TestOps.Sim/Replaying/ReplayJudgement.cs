using System.Globalization;
using TestOps.Core;
using TestOps.Core.Determinism;
using TestOps.Core.Sessions;
using TestOps.Core.Snapshots;
using TestOps.Core.Traces;

namespace TestOps.Sim.Replaying;

/// <summary>Judges one replay record against the trace under the masks in force, without any engine.</summary>
internal sealed class ReplayJudgement(Snapshot snapshot, SessionProgram program, MaskSet masks, int number)
{
    private readonly List<(long Session, bool IsIdentical)> _results = [];
    private readonly byte[] _digest = new byte[TraceLine.DigestBytes];

    public int Number => number;

    public long Sessions => _results.Count;

    public long Identical => _results.Count(result => result.IsIdentical);

    public long Unanswered { get; private set; }

    public IReadOnlyList<(long Session, bool IsIdentical)> Results => _results;

    /// <summary>Reads record and trace side by side; <paramref name="problem"/> hears of what does not agree.</summary>
    public void Run(Action<string> problem)
    {
        var file = SnapshotNames.Replay(snapshot.Head.RunId, number);
        using var record = new ReplayRecordReader(snapshot.OpenFile(file), file);
        using var trace = snapshot.OpenTrace();
        var recorded = trace.ReadSession();
        while (record.Next() is { } session)
        {
            while (recorded is not null && recorded.Session < session.Session)
            {
                recorded = trace.ReadSession();
            }

            if (recorded?.Session != session.Session)
            {
                problem($"replay {number}: session {session.Session} is not in the trace");
                return;
            }

            Judge(session, recorded, problem);
        }
    }

    private void Judge(ReplaySession session, TraceSession recorded, Action<string> problem)
    {
        if (recorded.HasFailure)
        {
            return;
        }

        if (session.Differing.Any(step => step.Record.Failure is not null))
        {
            Unanswered++;
            _results.Add((session.Session, false));
            return;
        }

        var isIdentical = session.Steps.Count == recorded.Steps.Count && AllAlike(session, recorded);
        _results.Add((session.Session, isIdentical));
        if (isIdentical != (session.Result == ReplaySession.Identical))
        {
            problem(string.Create(CultureInfo.InvariantCulture, $"replay {number}: session {session.Session} is recorded as {session.Result}, its answers say otherwise"));
        }
    }

    private bool AllAlike(ReplaySession session, TraceSession recorded)
    {
        var expectedTokens = new SessionTokens();
        var actualTokens = new SessionTokens();
        var differing = session.Differing.ToDictionary(step => step.Record.Step);
        foreach (var expected in recorded.Steps)
        {
            // A step with the recorded raw digest is the recorded step.
            var actual = differing.GetValueOrDefault(expected.Record.Step, expected).Record;
            var stepMasks = masks.ForStep(actual.Name, CallTemplate(expected.Record));
            CompareDigest.Compute(actual, stepMasks, actualTokens, _digest);
            stepMasks.Observe(expected.Record.Body, expectedTokens);
            var isAlike = stepMasks.NeedsStructure
                ? StepComparer.Compare(expected.Record, actual, stepMasks, expectedTokens, actualTokens).Divergences.Count == 0
                : expected.Compare.AsSpan().SequenceEqual(_digest);
            if (!isAlike)
            {
                return false;
            }
        }

        return true;
    }

    private string CallTemplate(StepRecord record) =>
        program.Scenario(record.Scenario).Calls.First(call => call.Name == record.Name).CallTemplate;
}
