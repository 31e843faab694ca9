using System.Globalization;
using TestOps.Core.Traces;

namespace TestOps.Core.Snapshots;

/// <summary>The steps of a replayed session, put together again: a record holds only those that differ from the trace.</summary>
public static class ReplayAnswers
{
    /// <summary>Every step of the replayed session, in order.</summary>
    /// <exception cref="FormatException">The record contradicts itself or the trace.</exception>
    public static IReadOnlyList<StepRecord> Of(ReplaySession session, TraceSession recorded)
    {
        var differing = ByStep(session);
        var steps = new List<StepRecord>(session.Steps.Count);
        for (var i = 0; i < session.Steps.Count; i++)
        {
            steps.Add(Answer(session, i, i < recorded.Steps.Count ? recorded.Steps[i] : null, differing).Record);
        }

        Require(differing.Count == 0, session.Steps.Count + 1, "there is an answer of a step that the session does not have");
        return steps;
    }

    internal static void Require(bool holds, int step, string problem)
    {
        if (!holds)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"step {step}: {problem}"));
        }
    }

    // A step with the recorded raw digest is the recorded step; of every other one the record holds the answer.
    private static TraceStep Answer(ReplaySession session, int index, TraceStep? expected, SortedDictionary<int, TraceStep> differing)
    {
        var isRecorded = expected is { } step && step.Raw.AsSpan().SequenceEqual(session.Steps[index].Raw);
        if (!differing.Remove(index + 1, out var answer))
        {
            Require(isRecorded, index + 1, "it differs from the trace, but its answer is not there");
            return expected!.Value;
        }

        Require(!isRecorded, index + 1, "its answer is there, but it does not differ from the trace");
        return answer;
    }

    private static SortedDictionary<int, TraceStep> ByStep(ReplaySession session)
    {
        var differing = new SortedDictionary<int, TraceStep>();
        foreach (var step in session.Differing)
        {
            Require(step.Record.Session == session.Session, step.Record.Step, "its answer belongs to another session");
            Require(differing.TryAdd(step.Record.Step, step), step.Record.Step, "its answer is there twice");
        }

        return differing;
    }
}
