using System.Text.Json;
using TestOps.Core.Clocks;
using TestOps.Core.Cookies;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Expressions;
using TestOps.Core.Secrets;

namespace TestOps.Core.Sessions;

/// <summary>One session on its way: what its steps share.</summary>
internal sealed class SessionState
{
    public required ScenarioProgram Scenario { get; set; }

    public required CallContext Context { get; init; }

    public required ExpressionScope Scope { get; init; }

    public required SeededRandom Random { get; init; }

    public required IEngineClient Client { get; set; }

    public required SessionSecrets Secrets { get; init; }

    /// <summary>The session's cookies; null until an answer sets one.</summary>
    public CookieJar? Cookies { get; set; }

    /// <summary>Number of the repetition that the session is in, from 1; 0 where nothing is repeated.</summary>
    public int Repetition { get; private set; }

    /// <summary>Number among all repetitions of the blocks around, from 0: each has draws of its own.</summary>
    public long Iteration { get; private set; }

    public SessionClock Clock => Context.Clock;

    /// <summary>Begins another session with what this one is made of. Only where nobody looks back at a session that is over.</summary>
    public void Restart(long session, ScenarioProgram scenario, IEngineClient client, IReadOnlyDictionary<string, JsonElement> rows)
    {
        Context.Restart(session);
        (Scenario, Client, Cookies) = (scenario, client, null);
        (Repetition, Iteration) = (0, 0);
        Secrets.Forget();
        Random.Restart(session);
        Scope.Restart(session, rows);
    }

    /// <summary>Puts a step into the scope. The answer of the step before is in nobody's scope.</summary>
    public void BeginStep(CallProgram call, int number)
    {
        Scope.StepName = call.Name;
        Scope.StepNumber = number;
        Scope.StepRepetition = Math.Max(Repetition, 1);
        EndStep();
    }

    /// <summary>Takes the answer out of the scope.</summary>
    public void EndStep()
    {
        Scope.Status = 0;
        Scope.Body = default;
        Scope.Headers = ReplyHeaders.None;
    }

    /// <summary>Enters repetition <paramref name="index"/> (from 0) of a block; gives what <see cref="Leave"/> takes.</summary>
    public (int Repetition, long Iteration) Enter(BlockProgram block, int index)
    {
        var outer = (Repetition, Iteration);
        Iteration = (Iteration * block.Repeat) + index;
        Repetition = block.Repeat > 1 ? index + 1 : Repetition;
        return outer;
    }

    public void Leave((int Repetition, long Iteration) outer) => (Repetition, Iteration) = outer;
}
