using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TestOps.Cli.Rendering;
using TestOps.Core;
using TestOps.Core.Runs;
using TestOps.Core.Snapshots;

namespace TestOps.Cli.Reports;

/// <summary>Two runs that were load alone, side by side. It judges nothing: limits are the suite's.</summary>
internal sealed class LoadDiff(Screen screen)
{
    private static readonly (string Metric, string Value, string Unit)[] s_rows =
    [
        ("http_reqs", "rate", "/s"), ("http_req_failed", "rate", ""), ("http_req_duration", "med", " ms"), ("http_req_duration", "p(95)", " ms"),
        ("http_req_duration", "p(99)", " ms"), ("checks", "rate", ""),
    ];

    /// <summary>Whether both runs measured a load.</summary>
    public static bool HaveLoads(SnapshotHead first, SnapshotHead second) => first.Json["k6"] is JsonObject && second.Json["k6"] is JsonObject;

    /// <summary>Writes them and answers the exit code.</summary>
    /// <exception cref="BaselineRefusedException">Another driver or another load measured one of them.</exception>
    public int Write(SnapshotHead first, SnapshotHead second)
    {
        if (BaselineSearch.WhyIncomparable(first, second) is { } reason)
        {
            throw new BaselineRefusedException($"the loads of {first.RunId} and {second.RunId} cannot be compared: {reason}", "compare runs of one load and one driver");
        }

        screen.Line(("LOADS", Tone.Strong), ("  of one profile and driver, side by side; load.against judges them", Tone.Plain));
        screen.Field("  A", $"{first.RunId}, {first.Text("started_at")}", 12);
        screen.Field("  B", $"{second.RunId}, {second.Text("started_at")}", 12);
        var table = new TextTable(["metric", "A", "B", "change"]);
        foreach (var (metric, name, unit) in s_rows)
        {
            if (ValueOf(first, metric, name) is { } before && ValueOf(second, metric, name) is { } after)
            {
                var change = before == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{(after - before) / before * 100:+0.#;-0.#;0} %");
                table.Add(($"{metric} {name}", Tone.Plain), ($"{Words.Figure(before)}{unit}", Tone.Plain), ($"{Words.Figure(after)}{unit}", Tone.Plain), (change, Tone.Plain));
            }
        }

        table.Write(screen);
        return (int)ExitCode.Success;
    }

    private static double? ValueOf(SnapshotHead head, string metric, string name) =>
        head.Json["k6"]?["metrics"]?[metric]?["values"]?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number
            ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)
            : null;
}
