using TestOps.Core.Clocks;
using TestOps.Core.Determinism;
using TestOps.Core.Expressions;
using TestOps.Core.Phases;

namespace TestOps.Load.K6;

/// <summary>Gives the templates of a script's variables and arguments their values: <c>${vars.*}</c>, <c>${env.*}</c> and <c>${engine.*}</c>.</summary>
internal sealed class K6Values(PhaseContext context, Uri engine)
{
    /// <summary>The text that k6 gets.</summary>
    public string Render(string template)
    {
        // Only those that are asked for: others may need what nobody has set.
        var variables = context.Plan.Variables.Where(variable => template.Contains($"vars.{variable.Key}", StringComparison.Ordinal))
            .ToDictionary(static variable => variable.Key, variable => Template.Compile(variable.Value).Render(Scope(new Dictionary<string, string>())), StringComparer.Ordinal);
        return Template.Compile(template).Render(Scope(variables));
    }

    private ExpressionScope Scope(IReadOnlyDictionary<string, string> variables) => new()
    {
        UserIndex = 0,
        UserId = "user-0",
        Environment = context.Secrets.Read,
        Variables = variables,
        EngineBase = engine.AbsoluteUri.TrimEnd('/'),
        EnginePort = engine.Port,
        RunSeed = context.Plan.Seed,
        RunEnvironment = context.Plan.Environment,
        Random = SeededRandom.ForSession(0, 0),
        Clock = SessionClock.Virtual(),
    };
}
