using System.Text.Json;
using TestOps.Core.Expressions;

namespace TestOps.Core.Sessions;

/// <summary>
/// The scope in which a request is rendered for the record: kept values are tokens such as <c>${keep.id}</c>, so that a replay, which keeps its own
/// values, is compared by what it refers to.
/// </summary>
internal static class KeptTokens
{
    /// <summary>Copies <paramref name="scope"/> before the real rendering: its random streams are copied too, so that both renderings draw the same.</summary>
    public static ExpressionScope Scope(ExpressionScope scope)
    {
        var tokens = new ExpressionScope
        {
            Data = scope.Data,
            UserIndex = scope.UserIndex,
            UserId = scope.UserId,
            Environment = scope.Environment,
            Variables = scope.Variables,
            EngineBase = scope.EngineBase,
            RunSeed = scope.RunSeed,
            RunEnvironment = scope.RunEnvironment,
            Random = scope.Random.Clone(),
            Clock = scope.Clock,
            StepName = scope.StepName,
            StepNumber = scope.StepNumber,
        };
        foreach (var name in scope.Keep.Keys.Order(StringComparer.Ordinal))
        {
            tokens.Keep[name] = JsonSerializer.SerializeToElement(TokenOf(name));
        }

        return tokens;
    }

    /// <summary>The token of a kept value.</summary>
    public static string TokenOf(string name) => $"${{keep.{name}}}";
}
