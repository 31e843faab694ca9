using TestOps.Core.Clocks;
using TestOps.Core.Determinism;
using TestOps.Core.Engines;
using TestOps.Core.Expressions;
using TestOps.Core.Suites;

namespace TestOps.Engines.Http;

/// <summary>
/// Binds what stays symbolic in a plan until the lease: <c>${env.*}</c>, <c>${vars.*}</c> and <c>${engine.*}</c>, in the suite's own template language. A variable of
/// an environment may refer to them in its turn.
/// </summary>
internal static class BindingTemplate
{
    /// <summary>Renders a template of an engine without an address.</summary>
    /// <exception cref="InvalidSuiteException">As below.</exception>
    public static string Render(string template, string path, EngineBinding binding) => Render(template, path, new LeaseScope(binding));

    /// <summary>Renders <paramref name="template"/>; <paramref name="path"/> names its place in the suite.</summary>
    /// <exception cref="InvalidSuiteException">A value is missing, or depends on the session, which a lease does not know.</exception>
    public static string Render(string template, string path, LeaseScope scope)
    {
        if (!template.Contains("${", StringComparison.Ordinal))
        {
            return template;
        }

        try
        {
            var variables = scope.Binding.Variables.ToDictionary(
                variable => variable.Key,
                variable => template.Contains($"vars.{variable.Key}", StringComparison.Ordinal) ? RenderOnce(variable.Value, path, scope, new Dictionary<string, string>()) : variable.Value);
            return RenderOnce(template, path, scope, variables);
        }
        catch (ExpressionException exception)
        {
            throw Refuse(path, exception.Message, "only ${env.NAME}, ${vars.NAME} and ${engine.port} have a value here: set the variable, or choose its environment with --env");
        }
    }

    private static string RenderOnce(string template, string path, LeaseScope scope, Dictionary<string, string> variables)
    {
        var compiled = Template.Compile(template);
        var text = compiled.Render(ScopeOf(session: 0, scope, variables));
        return text == compiled.Render(ScopeOf(session: 1, scope, variables))
            ? text
            : throw Refuse(path, "its value depends on the session, but one lease serves all sessions", "move it to the headers of the steps");
    }

    private static ExpressionScope ScopeOf(long session, LeaseScope scope, Dictionary<string, string> variables) => new()
    {
        UserIndex = session,
        UserId = session == 0 ? "user-0" : "user-1",
        Environment = scope.Binding.Environment,
        Variables = variables,
        EnginePort = scope.Port,
        EngineBase = scope.Base,
        Random = SeededRandom.ForSession(0, session),
        Clock = SessionClock.Virtual(),
    };

    private static InvalidSuiteException Refuse(string path, string message, string hint) => new("engine", [new SuiteProblem(path, 0, message, hint)]);
}
