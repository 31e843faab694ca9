using TestOps.Core.Clocks;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Expressions;
using TestOps.Core.Secrets;

namespace TestOps.Core.Sessions;

/// <summary>One session on its way: what its steps share.</summary>
internal sealed class SessionState
{
    public required ScenarioProgram Scenario { get; init; }

    public required CallContext Context { get; init; }

    public required ExpressionScope Scope { get; init; }

    public required SeededRandom Random { get; init; }

    public required IEngineClient Client { get; init; }

    public required SessionSecrets Secrets { get; init; }

    public SessionClock Clock => Context.Clock;
}
