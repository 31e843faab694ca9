using System.Globalization;
using TestOps.Core.Suites;
using TestOps.Core.Verdicts;

namespace TestOps.Load.Export;

/// <summary>Writes the checks of a step, under the names that the built-in driver gives them.</summary>
internal static class ChecksWriter
{
    /// <summary>Name and function of each check, in the order of their results.</summary>
    public static IEnumerable<(string Name, string Function)> Of(CallStepSpec call)
    {
        foreach (var check in call.Expect.Any(static check => check is StatusCheck) ? call.Expect : [StatusCheck.Default, .. call.Expect])
        {
            yield return (check.Name, $"() => {Of(check)}");
        }

        if (call.Until is { } until)
        {
            yield return (GateIds.CheckOfUntil, $"() => holds(at(body, {JsText.Of(until.At)}), {Of(until.Conditions)})");
        }

        foreach (var keep in call.Keep)
        {
            yield return (GateIds.CheckOfKeep(keep.Name), $"() => at(body, {JsText.Of(keep.At)}) !== undefined");
        }
    }

    /// <summary>Conditions on a value, as an object literal with the suite's words.</summary>
    public static string Of(Conditions conditions)
    {
        var members = new List<string>();
        Add("type", conditions.Type is { } type ? JsText.Of(type) : null);
        Add("equals", conditions.EqualTo is { } equal ? JsText.Of(equal.Value) : null);
        Add("in", conditions.In is { } list ? $"[{string.Join(", ", list.Select(static item => JsText.Of(item)))}]" : null);
        Add("matches", conditions.Matches is { } pattern ? $"new RegExp({JsText.Of(pattern)})" : null);
        Add("contains", conditions.Contains is { } part ? JsText.Of(part.Value) : null);
        Add("length", conditions.Length?.ToString(CultureInfo.InvariantCulture));
        Add("min", conditions.Min?.ToString(CultureInfo.InvariantCulture));
        Add("max", conditions.Max?.ToString(CultureInfo.InvariantCulture));
        Add("exists", conditions.Exists is { } exists ? (exists ? "true" : "false") : null);
        return $"{{ {string.Join(", ", members)} }}";

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                members.Add($"{name}: {value}");
            }
        }
    }

    private static string Of(CheckSpec check) => check switch
    {
        StatusCheck { Accepted: [] } => "status >= 200 && status <= 399",
        StatusCheck status => string.Join(" || ", Runs(status.Accepted).Select(static run => run.First == run.Last ? $"status === {run.First}" : $"(status >= {run.First} && status <= {run.Last})")),
        HeaderCheck header => $"holds(headers[{JsText.Of(header.Header.ToLowerInvariant())}], {Of(header.Conditions)}, true)",
        AtCheck at => $"holds(at(body, {JsText.Of(at.Pointer)}), {Of(at.Conditions)})",
        ScriptCheck script => JsText.Argument(script.Script) is var text && text.TrimStart().StartsWith('{') ? $"({text})" : text,
        _ => throw new InvalidOperationException($"{check.GetType().Name} has no place in a script."),
    };

    private static List<(int First, int Last)> Runs(IReadOnlyList<int> accepted)
    {
        var runs = new List<(int First, int Last)>();
        foreach (var status in accepted.Order())
        {
            if (runs.Count > 0 && runs[^1].Last == status - 1)
            {
                runs[^1] = (runs[^1].First, status);
            }
            else
            {
                runs.Add((status, status));
            }
        }

        return runs;
    }
}
