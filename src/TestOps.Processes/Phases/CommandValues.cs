using TestOps.Core.Clocks;
using TestOps.Core.Determinism;
using TestOps.Core.Expressions;
using TestOps.Core.Phases;

namespace TestOps.Processes.Phases;

/// <summary>Gives the templates of a command their values: <c>${vars.*}</c> and <c>${env.*}</c>, which are all that the suite may use there.</summary>
internal sealed class CommandValues
{
    private readonly ExpressionScope _scope;

    public CommandValues(PhaseContext context) => _scope = Scope(context, context.Secrets.VariablesOf(Scope(context, new Dictionary<string, string>())));

    public string Render(string template) => Template.Compile(template).Render(_scope);

    private static ExpressionScope Scope(PhaseContext context, IReadOnlyDictionary<string, string> variables) => new()
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
