using System.Diagnostics;
using System.Globalization;
using TestOps.Benchmarks.Measuring;

namespace TestOps.Benchmarks.Loads;

/// <summary>The built-in load driver beside every generator that is found, on one core each against one Kestrel: in turn within a round, medians over the rounds, and ratios.</summary>
internal sealed class LoadFigures(LoadGenerators generators, int port, int rounds, int seconds)
{
    private const int FlatSeconds = 12;
    private const int Rate = 200;
    private const string Header = "| what | generator | requests/s | CPU ms per 1,000 (whole process) | of the load alone | RSS MiB | p99 ms | CPU of testops / its CPU |\n|---|---|---|---|---|---|---|---|";

    public static async Task MeasureAsync(string testops, int rounds, int seconds)
    {
        var folder = Directory.CreateTempSubdirectory("testops-load-").FullName;
        var start = new ProcessStartInfo("taskset", ["-c", "0", Environment.ProcessPath!, "load-target"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var target = Process.Start(start)!;
        try
        {
            var port = int.Parse((await target.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
            var figures = new LoadFigures(new LoadGenerators(testops, folder), port, rounds, seconds);
            Console.WriteLine($"load average {MachineLoad.Read()}; {rounds} rounds of {seconds} s\n\n{Header}");
            foreach (var vus in new[] { 1, 50, 500 })
            {
                await figures.CompareAsync($"{vus} users, get + check", vus, seconds, null);
            }

            await figures.CompareAsync("10,000 users, get + check + 1 s pause", 10_000, seconds, "1s");

            // Long enough that what the runtime compiles at the start is no part of the comparison.
            foreach (var vus in new[] { 10, 100, 1_000, 10_000 })
            {
                await figures.CompareAsync(string.Create(CultureInfo.InvariantCulture, $"flat: {vus:#,0} users"), vus, Math.Max(seconds, FlatSeconds), null, without: "hey");
            }

            await figures.RatesAsync();
            await figures.DelaysAsync();
            Console.WriteLine($"\nload average {MachineLoad.Read()}");
        }
        finally
        {
            target.StandardInput.Close();
            await target.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task CompareAsync(string what, int vus, int lasts, string? think, string? without = null)
    {
        var names = LoadGenerators.Names.Where(name => name != without).ToList();
        var runs = names.ToDictionary(static name => name, static _ => new List<LoadRun>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var name in names)
            {
                if (await generators.LoopAsync(name, port, vus, lasts, "/json", think) is { } run)
                {
                    runs[name].Add(run);
                }
            }
        }

        foreach (var name in names)
        {
            var missing = think is not null && name is "wrk" or "hey" ? "has no pause" : "not found";
            Console.WriteLine(runs[name].Count == 0 ? $"| {what} | {name} | {missing} | | | | | |" : Row(what, name, runs[name], runs["testops"]));
        }
    }

    private static string Row(string what, string name, List<LoadRun> runs, List<LoadRun> own)
    {
        var cpu = Median(runs.Select(static run => run.CpuMsPerThousand));
        var ownCpu = Median(own.Select(static run => run.CpuMsPerThousand));
        var ownLoad = Median(own.Select(static run => run.LoadCpuMsPerThousand ?? 0));
        var alone = runs[0].LoadCpuSeconds is null ? "" : Text(Median(runs.Select(static run => run.LoadCpuMsPerThousand ?? 0)));
        var p99 = runs[0].P99Ms is null ? "" : Text(Median(runs.Select(static run => run.P99Ms ?? 0)));
        var ratio = name == "testops" ? "" : $"{Text(ownCpu / cpu)} (load alone {Text(ownLoad / cpu)})";
        return string.Create(CultureInfo.InvariantCulture, $"| {what} | {name} | {Median(runs.Select(static run => run.Rate)):#,0} | {Text(cpu)} | {alone} | {Median(runs.Select(static run => run.RssMb)):0} | {p99} | {ratio} |");
    }

    private async Task RatesAsync()
    {
        var first = new List<LoadRun>();
        var fast = new List<LoadRun>();
        for (var round = 0; round < rounds; round++)
        {
            first.Add((await generators.TestOpsAsync(port, "/json", null, "executor: constant-arrival-rate, rate: 2000, duration: 1s, preAllocatedVUs: 100, maxVUs: 200"))!);
            fast.Add((await generators.TestOpsAsync(port, "/json", null, "executor: constant-arrival-rate, rate: 5000, duration: 5s, preAllocatedVUs: 200, maxVUs: 500"))!);
        }

        Console.WriteLine($"\n2,000/s, p99 of the first counted second: {Text(Median(first.Select(static run => run.P99Ms ?? 0)))} ms (best {Text(first.Min(static run => run.P99Ms ?? 0))})");
        Console.WriteLine($"5,000/s for 5 s: {Median(fast.Select(static run => (double)run.Requests)):#,0} of 25,000 sent, {Median(fast.Select(static run => (double)run.Dropped)):#,0} dropped, p99 {Text(Median(fast.Select(static run => run.P99Ms ?? 0)))} ms");
    }

    /// <summary>
    /// One user that loops, whom nobody keeps waiting in front of the target's handler, and starts at a rate. What the target's own clock does not see (its server before the handler, and how
    /// long a thread takes to wake on this machine) is in hey's figures as well, at the same rate.
    /// </summary>
    private async Task DelaysAsync()
    {
        Console.WriteLine("\n| delay | shape | generator | p50 measured ms | p50 by the target's clock | p99 measured ms | p99 by the target's clock |\n|---|---|---|---|---|---|---|");
        using var client = new HttpClient();
        foreach (var delay in new[] { 0, 5, 50 })
        {
            var path = $"/slow/{delay}";
            await generators.LoopAsync("testops", port, 50, 2, path);
            await DelayAsync(client, delay, "one user", "testops", () => generators.LoopAsync("testops", port, 1, Math.Max(seconds, 5), path));
            await DelayAsync(client, delay, $"{Rate}/s", "testops", () => generators.TestOpsAsync(port, path, null, $"executor: constant-arrival-rate, rate: {Rate}, duration: {seconds}s, preAllocatedVUs: 50"));
            await DelayAsync(client, delay, $"{Rate}/s", "hey", () => LoadGenerators.HeyAsync(port, 20, Rate / 20, seconds, path));
        }
    }

    private async Task DelayAsync(HttpClient client, int delay, string shape, string generator, Func<Task<LoadRun?>> measure)
    {
        var runs = new List<(double P50, double OwnP50, double P99, double OwnP99)>();
        for (var round = 0; round < rounds; round++)
        {
            await client.GetStringAsync($"http://127.0.0.1:{port}/stats");
            if (await measure() is { } run)
            {
                var own = (await client.GetStringAsync($"http://127.0.0.1:{port}/stats")).Split(' ').Select(static text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
                runs.Add((run.MedianMs ?? 0, own[0], run.P99Ms ?? 0, own[1]));
            }
        }

        if (runs.Count > 0)
        {
            Console.WriteLine($"| {delay} ms | {shape} | {generator} | {Text(Median(runs.Select(static run => run.P50)))} | {Text(Median(runs.Select(static run => run.OwnP50)))} | {Text(Median(runs.Select(static run => run.P99)))} | {Text(Median(runs.Select(static run => run.OwnP99)))} |");
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
