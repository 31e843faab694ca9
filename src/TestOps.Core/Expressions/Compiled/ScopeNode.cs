using System.Text.Json;

namespace TestOps.Core.Expressions.Compiled;

/// <summary>A root of the scope with the name that is read from it: <c>keep.model</c>.</summary>
internal sealed class ScopeNode(string root, string name) : Node
{
    private readonly Func<ExpressionScope, string, ExpressionValue> _read = Reader(root, name);

    public override Outcome Evaluate(ExpressionScope scope, out ExpressionValue value)
    {
        value = _read(scope, name);
        return Outcome.Decided;
    }

    private static Func<ExpressionScope, string, ExpressionValue> Reader(string root, string name) => (root, name) switch
    {
        ("data", _) => static (scope, name) => OfElement(scope.Data.GetValueOrDefault(name)),
        ("keep", _) => static (scope, name) => OfElement(scope.Keep.GetValueOrDefault(name)),
        ("env", _) => static (scope, name) => ExpressionValue.Of(scope.Environment(name)),
        ("vars", _) => static (scope, name) => OfText(scope.Variables.GetValueOrDefault(name)),
        ("headers", _) => static (scope, name) => OfText(scope.Headers.GetValueOrDefault(name)),
        ("user", "id") => static (scope, _) => ExpressionValue.Of(scope.UserId),
        ("user", "index") => static (scope, _) => ExpressionValue.Of((double)scope.UserIndex),
        ("step", "name") => static (scope, _) => ExpressionValue.Of(scope.StepName),
        ("step", "number") => static (scope, _) => ExpressionValue.Of((double)scope.StepNumber),
        ("step", "repetition") => static (scope, _) => ExpressionValue.Of((double)scope.StepRepetition),
        ("engine", "base") => static (scope, _) => ExpressionValue.Of(scope.EngineBase),
        ("engine", "port") => static (scope, _) => scope.EnginePort is { } port ? ExpressionValue.Of((double)port) : ExpressionValue.Undefined,
        ("run", "seed") => static (scope, _) => ExpressionValue.Of(scope.RunSeedText),
        ("run", "environment") => static (scope, _) => ExpressionValue.Of(scope.RunEnvironment),
        _ => static (_, _) => ExpressionValue.Undefined,
    };

    private static ExpressionValue OfElement(JsonElement element) => ExpressionValue.Of(element);

    private static ExpressionValue OfText(string? text) => text is null ? ExpressionValue.Undefined : ExpressionValue.Of(text);
}
