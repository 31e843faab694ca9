using System.Globalization;
using TestOps.Core.Planning;
using TestOps.Core.Suites;
using TestOps.Load.K6;

namespace TestOps.Load.Export;

/// <summary>Writes what expressions see: rows, variables, environment, engine, run. The names are the suite's.</summary>
internal sealed class ScopeWriter(Plan plan, IReadOnlyList<ScenarioSpec> scenarios, string functions, LoadScriptTarget? target, ScriptLines lines)
{
    public void Write()
    {
        lines.Add();
        WriteEnvironment();
        WriteBase();
        if (plan.Variables.Count > 0)
        {
            lines.Add($"const vars = {{ {string.Join(", ", plan.Variables.OrderBy(static variable => variable.Key, StringComparer.Ordinal).Select(static variable => $"{JsText.Key(variable.Key)}: {JsText.OfTemplate(variable.Value)}"))} }};");
        }

        lines.Add(string.Create(CultureInfo.InvariantCulture, $"const run = {{ environment: {(plan.Environment is { } environment ? JsText.Of(environment) : "null")}, seed: '{plan.Seed}' }};"));
        lines.Add(target is null
            ? $"const common = {JsText.OfTemplates(plan.Suite.Engine.Headers.OrderBy(static header => header.Key, StringComparer.Ordinal))};"
            : $"const common = {{ {string.Join(", ", target.Headers.Select(static header => $"{JsText.Key(header.Name)}: {JsText.Of(header.Value)}"))} }};");
        WriteFiles();
        WriteData();
        WriteBegin();
    }

    // Values are secrets: only the names are written, and a missing one is told before the first request.
    private void WriteEnvironment()
    {
        lines.Add("const env = __ENV;");
        var names = plan.Suite.EnvironmentVariables.Where(variable => variable.IsRequired && variable.IsReadIn(plan.Environment, plan.Phases) && IsRead(variable.Name)).Select(static variable => variable.Name).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count > 0)
        {
            lines.Block($"for (const name of {JsText.Of(names)}) {{", "}", () => lines.Add("if (env[name] === undefined) throw new Error(`${name} is missing: k6 run -e ${name}=VALUE`);"));
        }
    }

    private bool IsRead(string name) =>
        new[] { functions, plan.Suite.Engine.BaseUrl ?? "" }.Concat(plan.Suite.Engine.Headers.Values).Concat(plan.Variables.Values).Any(text => text.Contains($"env.{name}", StringComparison.Ordinal));

    private void WriteBase()
    {
        var engine = plan.Suite.Engine;
        var isPassing = target is not null || engine.Kind != "http" || engine.Start is not null || engine.BaseUrl is null || engine.BaseUrl.Contains("engine.", StringComparison.Ordinal)
            || plan.Variables.Values.Any(static value => value.Contains("engine.", StringComparison.Ordinal));
        if (isPassing)
        {
            lines.Add("const base = (__ENV.TESTOPS_BASE_URL || '').replace(/\\/+$/, '');");
            lines.Add("if (base === '') throw new Error('TESTOPS_BASE_URL is missing: k6 run -e TESTOPS_BASE_URL=http://127.0.0.1:8080');");
            lines.Add("const engine = { base, port: Number(/:(\\d+)(\\/|$)/.exec(base)?.[1]) };");
            return;
        }

        // Variables come before it where the address uses them, so that they are written in place.
        var address = engine.BaseUrl!;
        foreach (var (name, value) in plan.Variables)
        {
            address = address.Replace($"${{vars.{name}}}", value, StringComparison.Ordinal);
        }

        lines.Add($"const base = (__ENV.TESTOPS_BASE_URL || {JsText.OfTemplate(address)}).replace(/\\/+$/, '');");
        lines.Add("const engine = { base, port: Number(/:(\\d+)(\\/|$)/.exec(base)?.[1]) };");
    }

    private void WriteFiles()
    {
        var files = scenarios.SelectMany(static scenario => scenario.Calls).SelectMany(static call => call.Multipart).Select(static part => part.File).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (files.Count > 0)
        {
            lines.Add($"const files = {{ {string.Join(", ", files.Select(file => $"{JsText.Of(file)}: {Bytes(file)}"))} }};");
        }
    }

    private string Bytes(string file) =>
        target is null ? $"open({JsText.Of(file)}, 'b')" : $"new Uint8Array([{string.Join(',', plan.Files[file].ToArray())}]).buffer";

    private void WriteData()
    {
        foreach (var table in plan.Data.Values.OrderBy(static table => table.Name, StringComparer.Ordinal))
        {
            lines.Block($"const rows_{table.Name} = new SharedArray({JsText.Of(table.Name)}, () => [", "]);", () =>
            {
                foreach (var row in table.Rows)
                {
                    lines.Add($"{JsText.Of(System.Text.Json.Nodes.JsonNode.Parse(row.GetRawText()))},");
                }
            });
        }
    }

    // The number of the iteration is the session's, as with the built-in driver: it decides which rows it gets.
    private void WriteBegin()
    {
        lines.Add();
        lines.Block("function begin() {", "}", () =>
        {
            lines.Add("const index = exec.scenario.iterationInTest;");
            var rows = plan.Data.Values.OrderBy(static table => table.Name, StringComparer.Ordinal).Select(static table =>
                $"{table.Name}: rows_{table.Name}[{(table.Pick == DataPick.Random ? "Math.floor(Math.random()" : "index")} {(table.Pick == DataPick.Random ? "*" : "%")} rows_{table.Name}.length{(table.Pick == DataPick.Random ? ")" : "")}]");
            lines.Add($"return {{ data: {{ {string.Join(", ", rows)} }}, user: {{ id: `user-${{index}}`, index }}, keep: {{}} }};");
        });
    }
}
