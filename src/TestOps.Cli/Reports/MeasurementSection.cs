using System.Globalization;
using System.Text.Json.Nodes;
using TestOps.Cli.Rendering;
using TestOps.Core.Journaling;

namespace TestOps.Cli.Reports;

/// <summary>What SIM and load measured, in a line or two each, and the endpoints of the load where there are several.</summary>
internal sealed class MeasurementSection(Screen screen)
{
    private const int Indent = 13;
    private static readonly string[] s_latencies = ["avg_ms", "p50_ms", "p95_ms", "p99_ms", "max_ms"];

    public void Write(RunReport report)
    {
        if (report.Metric("sim", "steps") is null && report.Metric("load", "http_reqs") is null)
        {
            return;
        }

        screen.Line();
        screen.Line(("measured", Tone.Strong));
        WriteSim(report);
        WriteLoad(report);
    }

    private void WriteSim(RunReport report)
    {
        if (report.Metric("sim", "steps") is not { } steps)
        {
            return;
        }

        var p95 = report.Metric("sim", "latency_p95");
        var clock = (string?)p95?.Data?["clock"] ?? "wall";
        screen.Field(
            "  sim",
            $"{Words.Count((long)(report.Metric("sim", "sessions")?.Value ?? 0), "session")}, {Words.Count((long)(steps.Value ?? 0), "step")}, latency p50 {Ms(report, "latency_p50")}, p95 {Ms(report, "latency_p95")}, p99 {Ms(report, "latency_p99")} ({clock} time){Took(report, "sim")}",
            Indent);
    }

    private void WriteLoad(RunReport report)
    {
        if (report.Metric("load", "http_reqs") is not { } requests)
        {
            return;
        }

        var driver = (string?)report.Plan?["load"]?["driver"] ?? "unknown";
        var duration = report.Metric("load", "http_req_duration");
        var failed = report.Metric("load", "http_req_failed")?.Value ?? 0;
        var dropped = report.Metric("load", "dropped_iterations")?.Value ?? 0;
        screen.Field(
            "  load",
            $"driver {driver}, {Words.Count((long)(requests.Value ?? 0), "request")}, {Figure(requests, "rate")}/s, p95 {Figure(duration, "p(95)")} ms, p99 {Figure(duration, "p(99)")} ms, {Words.Share(failed)} failed"
            + (dropped > 0 ? $", {Words.Number((long)dropped)} iterations dropped" : "") + Took(report, "load"),
            Indent);
        WriteEndpoints(report);
    }

    // One endpoint is the line above; where there are more, their sum hides which of them is slow.
    private void WriteEndpoints(RunReport report)
    {
        if (report.Head?.Json["k6"]?["endpoints"] is not JsonObject { Count: > 1 } endpoints)
        {
            return;
        }

        var table = new TextTable(["endpoint", "requests", "per s", "failed", "avg ms", "p50", "p95", "p99", "max"], wrapping: [(0, 16)], numbers: [1, 2, 3, 4, 5, 6, 7, 8]);
        foreach (var (name, row) in endpoints)
        {
            string Figure(string key) => row?[key] is JsonValue value && value.TryGetValue<double>(out var figure) ? Words.Figure(figure) : "none";
            table.Add([
                (name, Tone.Plain),
                (Words.Number(row?["requests"]?.GetValue<long>() ?? 0), Tone.Plain),
                (Figure("rate"), Tone.Plain),
                (row?["failed"] is JsonValue failed && failed.TryGetValue<double>(out var share) ? Words.Share(share) : "none", Tone.Plain),
                .. s_latencies.Select(key => (Figure(key), Tone.Plain)),
            ]);
        }

        table.Write(screen, Indent);
    }

    private static string Ms(RunReport report, string metric) => report.Metric("sim", metric)?.Value is { } value ? $"{Words.Figure(value)} ms" : "none";

    private static string Took(RunReport report, string phase) =>
        report.Events.OfType<PhaseEnded>().FirstOrDefault(ended => ended.Phase == phase) is { } ended ? $"; took {Words.Span(TimeSpan.FromMilliseconds(ended.DurationMs))}" : "";

    private static string Figure(MetricMeasured? metric, string value) =>
        metric?.Data?["values"]?[value] is JsonValue number && number.TryGetValue<double>(out var figure) ? Words.Figure(figure) : "none";
}
