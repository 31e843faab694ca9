using System.Globalization;
using TestOps.Core;
using TestOps.Core.Determinism;
using TestOps.Core.Planning;
using TestOps.Core.Snapshots;
using TestOps.Core.Traces;

namespace TestOps.Sim.Replaying;

/// <summary>Judges one replay record against the trace under the masks in force, without any engine.</summary>
internal sealed class ReplayJudgement(Snapshot snapshot, Plan plan, MaskSet masks, int number)
{
    private readonly List<(long Session, bool IsIdentical)> _results = [];
    private readonly ReplayJudge _judge = new(plan, masks);

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
        try
        {
            var result = _judge.Judge(session, recorded);
            if (recorded.HasFailure)
            {
                // Not comparable, whatever the replay says.
                Unanswered++;
                return;
            }

            Count(session, recorded.Scenario, result, problem);
        }
        catch (FormatException contradiction)
        {
            problem(string.Create(CultureInfo.InvariantCulture, $"replay {number}: session {session.Session}: {contradiction.Message}"));
        }
    }

    private void Count(ReplaySession session, string scenario, string result, Action<string> problem)
    {
        if (result == ReplaySession.Unanswered)
        {
            Unanswered++;
        }
        else if (plan.CountsForScore(scenario))
        {
            _results.Add((session.Session, result == ReplaySession.Identical));
        }

        if (result != session.Result)
        {
            problem(string.Create(CultureInfo.InvariantCulture, $"replay {number}: session {session.Session} is recorded as {session.Result}, its answers give {result}"));
        }
    }
}
