using TestOps.Core.Determinism;

namespace TestOps.Core.Planning;

/// <summary>Variables of an environment, which may hold <c>${engine.port}</c>.</summary>
public static class LeaseVariables
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    /// <summary>Whether the variable has a value only where the engine has a port.</summary>
    public static bool NeedsPort(string variable) => EngineTemplates.UsesPort(variable, None);

    /// <summary>The variables of a plan as its requests are recorded with them: the engine's address is <c>${engine.base}</c>. For work without an engine.</summary>
    public static IReadOnlyDictionary<string, string> AsRecorded(Plan plan)
    {
        var authority = EngineTemplates.AuthorityOf(plan.Suite.Engine, plan.Variables);
        return plan.Variables.ToDictionary(static variable => variable.Key, variable => EngineAddress.Hide(variable.Value, authority), StringComparer.Ordinal);
    }
}
