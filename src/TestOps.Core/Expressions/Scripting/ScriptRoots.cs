using Jint;
using Jint.Native;
using Jint.Native.Object;
using JintEngine = Jint.Engine;

namespace TestOps.Core.Expressions.Scripting;

/// <summary>
/// The roots of the scope as JavaScript values. Each is made when an evaluation first reads it and forgotten with it, so that what a script does to
/// <c>body</c> is seen by nobody else.
/// </summary>
internal sealed class ScriptRoots(JintEngine engine)
{
    private readonly Dictionary<string, JsValue> _made = new(StringComparer.Ordinal);

    /// <summary>The value of the root <paramref name="name"/> during the evaluation in <paramref name="scope"/>.</summary>
    public JsValue Get(string name, ExpressionScope scope)
    {
        if (!_made.TryGetValue(name, out var value))
        {
            value = Make(name, scope);
            _made.Add(name, value);
        }

        return value;
    }

    /// <summary>Forgets the evaluation.</summary>
    public void Clear() => _made.Clear();

    private JsValue Make(string name, ExpressionScope scope) => name switch
    {
        "body" => ScriptValues.Of(engine, scope.Body),
        "status" => JsNumber.Create(scope.Status),
        "data" => Object(scope.Data, value => ScriptValues.Of(engine, value)),
        "keep" => Object(scope.Keep, value => ScriptValues.Of(engine, value)),
        "vars" => Object(scope.Variables, Text),
        "headers" => Object(scope.Headers, Text),
        "env" => new EnvironmentObject(engine, scope),
        "user" => Object(("id", Text(scope.UserId)), ("index", JsNumber.Create(scope.UserIndex))),
        "step" => Object(("name", Text(scope.StepName)), ("number", JsNumber.Create(scope.StepNumber)), ("repetition", JsNumber.Create(scope.StepRepetition))),
        "engine" => Object(("base", Text(scope.EngineBase)), ("port", scope.EnginePort is { } port ? JsNumber.Create(port) : JsValue.Undefined)),
        "run" => Object(("environment", Text(scope.RunEnvironment)), ("seed", Text(scope.RunSeedText))),
        _ => throw new InvalidOperationException($"The scope has no root '{name}'."),
    };

    private static JsValue Text(string? text) => text is null ? JsValue.Null : new JsString(text);

    private ObjectInstance Object(params ReadOnlySpan<(string Name, JsValue Value)> members)
    {
        var result = new JsObject(engine);
        foreach (var (name, value) in members)
        {
            result.FastSetDataProperty(name, value);
        }

        return result;
    }

    // Sorted, so that Object.keys does not depend on how the scope was filled.
    private JsObject Object<T>(IReadOnlyDictionary<string, T> source, Func<T, JsValue> convert)
    {
        var names = source.Keys.ToArray();
        Array.Sort(names, StringComparer.Ordinal);
        var members = new KeyValuePair<string, JsValue>[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            members[i] = new KeyValuePair<string, JsValue>(names[i], convert(source[names[i]]));
        }

        return JsObject.CreateFromEntries(engine, members);
    }
}
