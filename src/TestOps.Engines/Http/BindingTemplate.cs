using System.Text;
using TestOps.Core;
using TestOps.Core.Engines;
using TestOps.Core.Suites;

namespace TestOps.Engines.Http;

/// <summary>
/// Binds what stays symbolic in a plan until the lease: <c>${env.NAME}</c> and <c>${vars.NAME}</c>. Values may refer on: a variable of an
/// environment is a template too. Anything else in <c>${...}</c> has no meaning before a session runs and is refused.
/// </summary>
internal static class BindingTemplate
{
    private const int MaxDepth = 8;

    /// <summary>Renders <paramref name="template"/>; <paramref name="path"/> names its place in the suite.</summary>
    public static string Render(string template, string path, EngineBinding binding) => Render(template, path, binding, depth: 0);

    private static string Render(string template, string path, EngineBinding binding, int depth)
    {
        if (depth > MaxDepth)
        {
            throw Refuse(path, "its variables refer to each other in a circle", "break the circle");
        }

        var text = new StringBuilder();
        var rest = template.AsSpan();
        while (rest.IndexOf("${") is var at && at >= 0)
        {
            text.Append(rest[..at]);
            rest = rest[(at + 2)..];
            var end = rest.IndexOf('}');
            if (end < 0)
            {
                throw Refuse(path, "'${' has no closing '}'", "close it");
            }

            text.Append(Resolve(rest[..end].Trim().ToString(), path, binding, depth));
            rest = rest[(end + 1)..];
        }

        return text.Append(rest).ToString();
    }

    private static string Resolve(string name, string path, EngineBinding binding, int depth)
    {
        if (name.StartsWith("env.", StringComparison.Ordinal))
        {
            return binding.Environment(name[4..])
                ?? throw new TestOpsException("ENGINE.VARIABLE_MISSING", $"{path} needs the environment variable {name[4..]}, which is not set", $"set {name[4..]} and run again");
        }

        if (name.StartsWith("vars.", StringComparison.Ordinal))
        {
            return binding.Variables.TryGetValue(name[5..], out var value)
                ? Render(value, path, binding, depth + 1)
                : throw Refuse(path, $"the chosen environment has no variable '{name[5..]}'", "choose one with --env, or add the variable to it");
        }

        throw Refuse(path, $"'${{{name}}}' has no value when the engine is leased", "only ${env.NAME} and ${vars.NAME} do");
    }

    private static InvalidSuiteException Refuse(string path, string message, string hint) => new("engine", [new SuiteProblem(path, 0, message, hint)]);
}
