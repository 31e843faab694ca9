using System.Text.Json.Nodes;
using TestOps.Core.Suites;
using TestOps.Core.Suites.Reading;

namespace TestOps.Core.Planning;

/// <summary>All names that the expressions of a suite use, in the order of the file.</summary>
internal static class SuiteNames
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    public static IEnumerable<SuiteName> Of(Suite suite)
        => Texts(suite).SelectMany(static text => ExpressionText.NamesOf(text.Expression).Select(name => new SuiteName(text.Path, name.Root, name.Member, name.Field)));

    private static IEnumerable<(string Path, string Expression)> Texts(Suite suite)
    {
        var engine = EngineTemplates(suite.Engine);
        var steps = suite.Sim?.Scenarios.SelectMany(StepTemplates) ?? [];
        var templates = engine.Concat(steps).SelectMany(static text => ExpressionText.ExpressionsOf(text.Item2).Select(expression => (text.Item1, expression)));
        var checks = suite.Sim?.Scenarios.SelectMany(Scripts) ?? [];
        var metrics = suite.Sim?.Metrics.Where(static metric => metric.Script is not null).Select(static metric => ($"sim.metrics.{metric.Name}", metric.Script!)) ?? [];
        return templates.Concat(checks).Concat(metrics);
    }

    private static IEnumerable<(string Path, string Template)> EngineTemplates(EngineSpec engine) =>
    [
        .. engine.Headers.Select(static header => ($"engine.headers.{header.Key}", header.Value)),
        ("engine.base_url", engine.BaseUrl ?? ""),
        .. (engine.Start?.Command ?? []).Select(part => ($"{StartPath(engine)}.command", part)),
        .. (engine.Start?.Environment ?? None).Select(variable => ($"{StartPath(engine)}.env.{variable.Key}", variable.Value)),
        .. ((engine.Reset as CommandReset)?.Command ?? []).Select(static part => ("engine.reset.run", part)),
        .. ((engine.Reset as CommandReset)?.Environment ?? None).Select(static variable => ($"engine.reset.env.{variable.Key}", variable.Value)),
    ];

    // An engine of kind process is nothing but its command, so its keys stand in engine itself.
    private static string StartPath(EngineSpec engine) => engine.Kind == "process" ? "engine" : "engine.start";

    private static IEnumerable<(string Path, string Template)> StepTemplates(ScenarioSpec scenario)
    {
        foreach (var step in scenario.Calls)
        {
            var path = PathOf(scenario, step);
            yield return ($"{path}.call", step.Path);
            foreach (var (name, value) in step.Headers)
            {
                yield return ($"{path}.headers.{name}", value);
            }

            foreach (var (name, value) in step.Query)
            {
                yield return ($"{path}.query.{name}", value);
            }

            foreach (var field in step.Form)
            {
                yield return ($"{path}.form.{field.Name}", field.Value);
            }

            foreach (var part in step.Multipart.Where(static part => part.Text is not null))
            {
                yield return ($"{path}.multipart", part.Text!);
            }

            foreach (var (name, value) in step.Cookies)
            {
                yield return ($"{path}.cookies.{name}", value);
            }

            foreach (var text in TextsOf(step.Body))
            {
                yield return ($"{path}.body", text);
            }
        }
    }

    private static IEnumerable<(string Path, string Script)> Scripts(ScenarioSpec scenario)
        => scenario.Calls.SelectMany(step => step.Expect.OfType<ScriptCheck>().Select(check => ($"{PathOf(scenario, step)}.expect", check.Script)))
            .Concat(scenario.Conditions.Select(condition => ($"sim.scenarios.{scenario.Name}.steps", condition)));

    private static string PathOf(ScenarioSpec scenario, CallStepSpec step) => $"sim.scenarios.{scenario.Name}.steps.{step.Name}";

    private static IEnumerable<string> TextsOf(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(static member => TextsOf(member.Value)),
        JsonArray items => items.SelectMany(TextsOf),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };
}
