using System.Diagnostics;
using System.Globalization;
using TestOps.Benchmarks.Measuring;

namespace TestOps.Benchmarks.Loads;

/// <summary>The built-in load driver beside every generator that is found, on one core each against one Kestrel: in turn within a round, medians over the rounds, and ratios.</summary>
internal sealed class LoadFigures(LoadGenerators generators, int port, int rounds, int seconds)
{
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
                await figures.CompareAsync($"{vus} users, get + check", vus, "/json", null);
            }

            await figures.CompareAsync("10,000 users, get + check + 1 s pause", 10_000, "/json", "1s");
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

    private async Task CompareAsync(string what, int vus, string path, string? think)
    {
        var runs = LoadGenerators.Names.ToDictionary(static name => name, static _ => new List<LoadRun>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var name in LoadGenerators.Names)
            {
                if (await generators.LoopAsync(name, port, vus, seconds, path, think) is { } run)
                {
                    runs[name].Add(run);
                }
            }
        }

        foreach (var name in LoadGenerators.Names)
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

    private async Task DelaysAsync()
    {
        using var client = new HttpClient();
        foreach (var delay in new[] { 0, 5, 50 })
        {
            await client.GetStringAsync($"http://127.0.0.1:{port}/stats");
            // At a rate that neither side is busy with: users that loop would queue in front of the target's handler, which its own clock does not see.
            var run = (await generators.TestOpsAsync(port, $"/slow/{delay}", null, $"executor: constant-arrival-rate, rate: 200, duration: {seconds}s, preAllocatedVUs: 50"))!;
            var own = (await client.GetStringAsync($"http://127.0.0.1:{port}/stats")).Split(' ').Select(static text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
            Console.WriteLine($"delay {delay} ms: p50/p99 measured {Text(run.MedianMs ?? 0)}/{Text(run.P99Ms ?? 0)} ms, by the target's own clock {Text(own[0])}/{Text(own[1])} ms");
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
