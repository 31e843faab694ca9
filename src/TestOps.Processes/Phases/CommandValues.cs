using TestOps.Core.Clocks;
using TestOps.Core.Determinism;
using TestOps.Core.Expressions;
using TestOps.Core.Phases;

namespace TestOps.Processes.Phases;

/// <summary>Gives the templates of a command their values: <c>${vars.*}</c> and <c>${env.*}</c>, which are all that the suite may use there.</summary>
internal sealed class CommandValues(PhaseContext context)
{
    /// <summary>The text that the program gets.</summary>
    public string Render(string template)
    {
        // Only those that are asked for: others may need what only a lease knows.
        var variables = context.Plan.Variables.Where(variable => template.Contains($"vars.{variable.Key}", StringComparison.Ordinal))
            .ToDictionary(variable => variable.Key, variable => Template.Compile(variable.Value).Render(Scope(new Dictionary<string, string>())), StringComparer.Ordinal);
        return Template.Compile(template).Render(Scope(variables));
    }

    private ExpressionScope Scope(IReadOnlyDictionary<string, string> variables) => new()
    {
        UserIndex = 0,
        UserId = "user-0",
        Environment = context.Secrets.Read,
        Variables = variables,
        RunSeed = context.Plan.Seed,
        RunEnvironment = context.Plan.Environment,
        Random = SeededRandom.ForSession(0, 0),
        Clock = SessionClock.Virtual(),
    };
}
