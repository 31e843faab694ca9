using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TestOps.Benchmarks.Loads;

/// <summary>The generators: this product's own as its users run it, and those that are found. One that is not there gives null, never a number.</summary>
internal sealed partial class LoadGenerators(string testops, string folder)
{
    private const int Core = 1;

    public static IReadOnlyList<string> Names { get; } = ["testops", "wrk", "hey", "k6"];

    /// <summary>A closed loop of users over a path.</summary>
    public Task<LoadRun?> LoopAsync(string generator, int port, int vus, int seconds, string path, string? think = null) => generator switch
    {
        "testops" => TestOpsAsync(port, path, think, $"executor: constant-vus, vus: {vus}, duration: {seconds}s"),
        "wrk" when think is null => WrkAsync(port, vus, seconds, path),
        "hey" when think is null => HeyAsync(port, vus, null, seconds, path),
        "k6" => K6Async(port, vus, seconds, path, think),
        _ => Task.FromResult<LoadRun?>(null),
    };

    /// <summary>This product by a profile.</summary>
    public async Task<LoadRun?> TestOpsAsync(int port, string path, string? think, string profile)
    {
        var data = Path.Combine(folder, Path.GetRandomFileName());
        var suite = $"{data}.yaml";
        await File.WriteAllTextAsync(suite, $$"""
            version: 1
            name: bench
            engine: { kind: http, base_url: "http://127.0.0.1:{{port}}" }
            sim:
              users: 1
              scenarios:
                get:
                  steps:
                    - name: get
                      call: GET {{path}}
                      expect: [{ status: 200 }]
            {{(think is null ? "" : $"        - think: {think}")}}
            load:
              scenarios:
                load: { {{profile}}, exec: get, gracefulStop: 1s }
              thresholds:
                http_req_failed: ["rate<0.01"]
            """);
        var run = await MeasuredProcess.RunAsync(Core, testops, "run", suite, "--phase", "load", "--data", data, "--max-vus", "10000");
        var snapshot = Directory.Exists(Path.Combine(data, "snapshots")) ? Directory.GetFiles(Path.Combine(data, "snapshots"), "*.json").FirstOrDefault(static file => !file.EndsWith(".result.json", StringComparison.Ordinal)) : null;
        if (snapshot is null)
        {
            throw new InvalidOperationException($"testops measured nothing: {run.Output}");
        }

        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(snapshot));
        var load = document.RootElement.GetProperty("k6");
        var (metrics, generator) = (load.GetProperty("metrics"), load.GetProperty("generator"));
        var seconds = load.GetProperty("duration_ms").GetDouble() / 1e3;
        var durations = metrics.GetProperty("http_req_duration").GetProperty("values");
        return new LoadRun((long)metrics.GetProperty("http_reqs").GetProperty("values").GetProperty("count").GetDouble(), seconds, run.CpuSeconds, run.RssMb, durations.GetProperty("p(99)").GetDouble())
        {
            MedianMs = durations.GetProperty("med").GetDouble(),
            LoadCpuSeconds = generator.GetProperty("cpu_share").GetDouble() * generator.GetProperty("cores").GetInt32() * seconds,
            Dropped = metrics.TryGetProperty("dropped_iterations", out var dropped) ? (long)dropped.GetProperty("values").GetProperty("count").GetDouble() : 0,
        };
    }

    private static async Task<LoadRun?> WrkAsync(int port, int vus, int seconds, string path)
    {
        if (MeasuredProcess.Find("wrk") is not { } wrk)
        {
            return null;
        }

        var run = await MeasuredProcess.RunAsync(Core, wrk, "-t1", $"-c{vus}", $"-d{seconds}s", "--latency", $"http://127.0.0.1:{port}{path}");
        var total = WrkTotal().Match(run.Output);
        var p99 = WrkP99().Match(run.Output);
        var unit = p99.Groups[2].Value switch { "us" => 1e-3, "ms" => 1, _ => 1e3 };
        return new LoadRun(long.Parse(total.Groups[1].Value, CultureInfo.InvariantCulture), Number(total.Groups[2].Value), run.CpuSeconds, run.RssMb, Number(p99.Groups[1].Value) * unit);
    }

    /// <summary>hey; with a rate for each of its users, or as fast as they go.</summary>
    public static async Task<LoadRun?> HeyAsync(int port, int vus, int? rateOfEach, int seconds, string path)
    {
        if (MeasuredProcess.Find("hey") is not { } hey)
        {
            return null;
        }

        string[] rate = rateOfEach is { } each ? ["-q", each.ToString(CultureInfo.InvariantCulture)] : [];
        var run = await MeasuredProcess.RunAsync(Core, [hey, "-cpus", "1", "-c", vus.ToString(CultureInfo.InvariantCulture), .. rate, "-z", $"{seconds}s", $"http://127.0.0.1:{port}{path}"]);
        var perSecond = Number(HeyRate().Match(run.Output).Groups[1].Value);
        var duration = Number(HeyTotal().Match(run.Output).Groups[1].Value);
        var (median, p99) = (HeyMedian().Match(run.Output), HeyP99().Match(run.Output));
        return new LoadRun((long)(perSecond * duration), duration, run.CpuSeconds, run.RssMb, p99.Success ? Number(p99.Groups[1].Value) * 1e3 : null)
        {
            MedianMs = median.Success ? Number(median.Groups[1].Value) * 1e3 : null,
        };
    }

    private async Task<LoadRun?> K6Async(int port, int vus, int seconds, string path, string? think)
    {
        if (MeasuredProcess.Find("k6") is not { } k6)
        {
            return null;
        }

        var script = Path.Combine(folder, "bench.js");
        var summary = Path.Combine(folder, "k6.json");
        await File.WriteAllTextAsync(script, $$"""
            import http from 'k6/http';
            import { check, sleep } from 'k6';
            export default function () { check(http.get('http://127.0.0.1:{{port}}{{path}}'), { 'status is 200': (r) => r.status === 200 }); {{(think is null ? "" : $"sleep({think.TrimEnd('s')});")}} }
            """);
        var run = await MeasuredProcess.RunAsync(
            Core, k6, "run", "--no-usage-report", "--quiet", "--summary-trend-stats", "med,p(99)", "--summary-export", summary, "--vus", vus.ToString(CultureInfo.InvariantCulture), "--duration", $"{seconds}s", script);
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(summary));
        var metrics = document.RootElement.GetProperty("metrics");
        var requests = metrics.GetProperty("http_reqs");
        var durations = metrics.GetProperty("http_req_duration");
        return new LoadRun((long)requests.GetProperty("count").GetDouble(), requests.GetProperty("count").GetDouble() / requests.GetProperty("rate").GetDouble(), run.CpuSeconds, run.RssMb, durations.GetProperty("p(99)").GetDouble());
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\d+) requests in ([\d.]+)s")]
    private static partial Regex WrkTotal();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex WrkP99();

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex HeyRate();

    [GeneratedRegex(@"Total:\s+([\d.]+) secs")]
    private static partial Regex HeyTotal();

    [GeneratedRegex(@"50%\D+in ([\d.]+) secs")]
    private static partial Regex HeyMedian();

    [GeneratedRegex(@"99%\D+in ([\d.]+) secs")]
    private static partial Regex HeyP99();
}
