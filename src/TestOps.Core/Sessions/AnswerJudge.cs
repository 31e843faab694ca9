using System.Text.Json;
using TestOps.Core.Expectations;
using TestOps.Core.Streams;

namespace TestOps.Core.Sessions;

/// <summary>Judges an answer: puts it into the scope, evaluates the checks and keeps values.</summary>
internal static class AnswerJudge
{
    /// <summary>Adds the results to the outcome; false where a value that is to be kept is absent.</summary>
    public static bool Judge(StepOutcome outcome, SessionState session, ReplyBody body, StreamReading? reading)
    {
        var (call, scope, reply, results) = (outcome.Step, outcome.Scope, outcome.Reply, outcome.MutableChecks);
        scope.Status = reply.Status;
        scope.Take(body);
        scope.Headers = ReplyHeaders.Of(reply.Headers);
        var input = new CheckInput { Status = reply.Status, Headers = reply.Headers, Answer = body, Scope = scope };
        foreach (var check in call.Checks)
        {
            results.Add(check.Evaluate(input));
        }

        if (call.Until is { } until)
        {
            results.Add(until.JudgeLast(body, outcome.Attempts, outcome.ElapsedNs));
        }

        if (reading is not null)
        {
            results.Add(reading.Outcome);
        }

        var complete = true;
        foreach (var keep in call.Keeps)
        {
            var isFound = body.Root.ValueKind != JsonValueKind.Undefined && keep.At.TryEvaluate(body.Root, out var value) && Keep(session, keep, value);
            results.Add(isFound ? new CheckOutcome(true, null, null) : new CheckOutcome(false, $"a value at {keep.At}", "absent"));
            complete &= isFound;
        }

        return complete;
    }

    private static bool Keep(SessionState session, CompiledKeep keep, JsonElement value)
    {
        session.Scope.Keep[keep.Name] = value.Clone();
        if (keep.IsSecret)
        {
            session.Secrets.Keep(value);
        }

        return true;
    }
}
