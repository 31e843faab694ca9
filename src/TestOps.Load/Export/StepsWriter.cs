using System.Globalization;
using System.Text.RegularExpressions;
using TestOps.Core.Suites;

namespace TestOps.Load.Export;

/// <summary>Writes the function of one scenario of <c>sim</c>: an iteration is a session of it.</summary>
internal sealed partial class StepsWriter(ScenarioSpec scenario, LoadHttpSpec http, TimeSpan timeout, bool keepsCookies, ScriptLines lines)
{
    private const int WidthMax = 150;
    private int _loops;

    public void Write() => lines.Block($"export function {JsText.Identifier(scenario.Name)}() {{", "}", () =>
    {
        lines.Add("const { data, user, keep } = begin();");
        lines.Add("let number = 0;");
        lines.Add("let step, status, body, headers;");
        WriteAll(scenario.Steps, "1");
    });

    private void WriteAll(IReadOnlyList<StepSpec> steps, string repetition)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case CallStepSpec call:
                    Write(call, repetition);
                    break;
                case ThinkStepSpec think:
                    lines.Add($"sleep({Think(think.Think)});");
                    break;
                case BlockStepSpec block:
                    Write(block, repetition);
                    break;
            }
        }
    }

    private void Write(BlockStepSpec block, string repetition)
    {
        if (block.Repeat == 1)
        {
            WriteOnce(block, repetition);
            return;
        }

        var variable = $"repetition{++_loops}";
        lines.Block(
            string.Create(CultureInfo.InvariantCulture, $"for (let {variable} = 1; {variable} <= {block.Repeat}; {variable}++) {{"), "}", () => WriteOnce(block, variable));
    }

    private void WriteOnce(BlockStepSpec block, string repetition)
    {
        if (block.If is not { } condition)
        {
            WriteAll(block.Steps, repetition);
            return;
        }

        if (ReadsAnswer().IsMatch(condition))
        {
            lines.Add($"({{ step, status, body, headers }} = next({JsText.Of(FirstOf(block).Name)}, number + 1, {repetition}));");
        }

        lines.Block($"if ({condition}) {{", "} else {", () => WriteAll(block.Steps, repetition));
        lines.Indented(string.Create(CultureInfo.InvariantCulture, $"number += {CallsOf(block)};   // calls that are skipped keep their numbers"));
        lines.Add("}");
    }

    private void Write(CallStepSpec call, string repetition)
    {
        lines.Add();
        lines.Add($"// {call.Name}: {call.CallTemplate}");
        lines.Add($"({{ step, status, body, headers }} = next({JsText.Of(call.Name)}, ++number, {repetition}));");
        var path = call.Query.Count == 0
            ? JsText.OfTemplate(call.Path)
            : $"query({JsText.OfTemplate(call.Path)}, {JsText.OfTemplates(call.Query.OrderBy(static query => query.Key, StringComparer.Ordinal))})";
        var (function, rest) = call.Until is { } until
            ? ("poll", $", {JsText.Of(until.At)}, {ChecksWriter.Of(until.Conditions)}, {JsText.Of(until.Every.TotalSeconds)}, {JsText.Of(until.Timeout.TotalSeconds)}")
            : ("send", "");
        var request = Request(call).ToList();
        var head = $"({{ status, body, headers }} = {function}(step, {JsText.Of(call.Method)}, {path}, ";
        var line = $"{head}{{ {string.Join(", ", request)} }}{rest}));";
        if (line.Length <= WidthMax)
        {
            lines.Add(line);
        }
        else
        {
            lines.Block(head + "{", $"}}{rest}));", () => request.ForEach(member => lines.Add($"{member},")));
        }

        WriteChecks(call);
    }

    private void WriteChecks(CallStepSpec call)
    {
        lines.Block("judge(step, status, [", "]);", () =>
        {
            foreach (var (name, check) in ChecksWriter.Of(call))
            {
                lines.Add($"[{JsText.Of(name)}, {check}],");
            }
        });
        lines.Add("if (status === 0) return;");
        foreach (var keep in call.Keep)
        {
            lines.Add($"if ((keep.{keep.Name} = at(body, {JsText.Of(keep.At)})) === undefined) return;");
        }
    }

    /// <summary>The members of a request, as <c>send</c> takes them.</summary>
    private IEnumerable<string> Request(CallStepSpec call)
    {
        if (Body(call) is { } body)
        {
            yield return $"body: {body}";
        }

        if (call.Headers.Count > 0)
        {
            yield return $"headers: {JsText.OfTemplates(call.Headers.OrderBy(static header => header.Key, StringComparer.Ordinal))}";
        }

        if (call.Cookies.Count > 0)
        {
            yield return $"cookies: {JsText.OfTemplates(call.Cookies)}";
        }

        if (!keepsCookies || call.IgnoresCookies || call.Headers.Keys.Contains("Cookie", StringComparer.OrdinalIgnoreCase))
        {
            yield return "jar: new http.CookieJar()";
        }

        yield return string.Create(CultureInfo.InvariantCulture, $"redirects: {http.MaxRedirects}");
        yield return $"timeout: {JsText.Of(DurationText.Format(http.Timeout ?? timeout))}";
    }

    private static string? Body(CallStepSpec call)
    {
        if (call.Form.Count > 0)
        {
            return $"form([{string.Join(", ", call.Form.Select(static field => $"[{JsText.Of(field.Name)}, {JsText.OfTemplate(field.Value)}]"))}])";
        }

        if (call.Multipart.Count > 0)
        {
            return $"multipart([{string.Join(", ", call.Multipart.Select(Part))}])";
        }

        return call.Body switch
        {
            null => null,
            System.Text.Json.Nodes.JsonValue value when value.TryGetValue<string>(out var text) => $"plain({JsText.OfTemplate(text)})",
            var json => $"json({JsText.OfTemplates(json)})",
        };
    }

    private static string Part(PartSpec part)
    {
        var fileName = part.FileName ?? part.File?.Split('/')[^1];
        var type = part.Type ?? (part.File is null ? null : "application/octet-stream");
        return $"{{ name: {JsText.Of(part.Name)}, content: {(part.File is { } file ? FileName(file) : JsText.OfTemplate(part.Text!))}"
            + $"{(fileName is null ? "" : $", filename: {JsText.Of(fileName)}")}{(type is null ? "" : $", type: {JsText.Of(type)}")} }}";
    }

    /// <summary>The constant that holds a file's bytes.</summary>
    public static string FileName(string file) => $"files[{JsText.Of(file)}]";

    private static string Think(ThinkSpec think) => think switch
    {
        ConstantThink constant => JsText.Of(constant.Duration.TotalSeconds),
        UniformThink uniform => $"uniform({JsText.Of(uniform.Min.TotalSeconds)}, {JsText.Of(uniform.Max.TotalSeconds)})",
        ExponentialThink exponential => $"exponential({JsText.Of(exponential.Mean.TotalSeconds)})",
        LognormalThink lognormal => $"lognormal({JsText.Of(lognormal.Median.TotalSeconds)}, {JsText.Of(lognormal.SigmaMilli / 1000.0)})",
        _ => throw new InvalidOperationException($"{think.GetType().Name} has no place in a script."),
    };

    private static CallStepSpec FirstOf(BlockStepSpec block) => block.Steps.Select(static step => step switch { CallStepSpec call => call, BlockStepSpec inner => FirstOf(inner), _ => null }).OfType<CallStepSpec>().First();

    private static long CallsOf(BlockStepSpec block) => block.Steps.Sum(static step => step switch { CallStepSpec => 1, BlockStepSpec inner => inner.Repeat * CallsOf(inner), _ => 0 });

    [GeneratedRegex(@"\b(step|status|body|headers)\b")]
    private static partial Regex ReadsAnswer();
}
