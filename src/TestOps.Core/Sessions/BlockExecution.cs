using TestOps.Core.Expressions;

namespace TestOps.Core.Sessions;

/// <summary>
/// Decides whether the steps of a block run. A call that is skipped keeps its number and is recorded as skipped, so that the shape of a session is a function of the suite alone and
/// the steps behind it are compared with their like.
/// </summary>
internal sealed class BlockExecution(CallExecution calls)
{
    /// <summary>Whether the block runs now; null where its condition has no value because of an earlier answer: then the session cannot go on.</summary>
    public bool? Decides(BlockProgram block, SessionState session)
    {
        if (block.Condition is not { } condition)
        {
            return true;
        }

        session.BeginStep(block.First, session.Context.Step + 1);
        try
        {
            return condition.EvaluateTruth(session.Scope);
        }
        catch (ExpressionException problem) when (problem.Failure == ExpressionFailure.Value && condition.UsesKept)
        {
            calls.Abandon(block.First, session, problem);
            return null;
        }
    }

    /// <summary>Records every call of one repetition as skipped.</summary>
    public void Skip(IReadOnlyList<StepProgram> steps, SessionState session)
    {
        foreach (var step in steps)
        {
            if (step is CallProgram call)
            {
                calls.Skip(call, session);
            }
            else if (step is BlockProgram block)
            {
                for (var i = 0; i < block.Repeat; i++)
                {
                    var outer = session.Enter(block, i);
                    Skip(block.Steps, session);
                    session.Leave(outer);
                }
            }
        }
    }
}
