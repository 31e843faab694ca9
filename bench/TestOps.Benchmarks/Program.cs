using System.Globalization;
using TestOps.Benchmarks.Figures;
using TestOps.Benchmarks.Loads;
using TestOps.Benchmarks.Measuring;
using TestOps.Benchmarks.Micro;
using TestOps.Benchmarks.Streams;

namespace TestOps.Benchmarks;

/// <summary>
/// Measures what a run costs: <c>sim replay verify journal whole memory stream</c> drive the real phases over real files and print a table each, <c>micro</c> runs
/// BenchmarkDotNet over the parts, <c>all</c> does everything, each in a process of its own.
/// </summary>
internal static class Program
{
    private static readonly string[] s_modes = ["sim", "replay", "verify", "journal", "whole", "memory", "stream", "micro"];

    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["sim"]:
                FigureTable.Print(await SimFigures.MeasureAsync());
                return 0;
            case ["replay"]:
                FigureTable.Print(await ReplayFigures.MeasureAsync());
                return 0;
            case ["verify"]:
                FigureTable.Print(await VerifyFigures.MeasureAsync());
                return 0;
            case ["journal"]:
                FigureTable.Print(await JournalFigures.MeasureAsync());
                return 0;
            case ["whole"]:
                FigureTable.Print(await WholeFigures.MeasureAsync());
                return 0;
            case ["memory"]:
                FigureTable.Print(await MemoryFigures.MeasureAsync());
                return 0;
            case ["stream", ..]:
                FigureTable.Print(await StreamFigures.MeasureAsync(args.ElementAtOrDefault(1)));
                return 0;
            case ["stream-server", var rate, var seconds]:
                await StreamServer.RunAsync(double.Parse(rate, CultureInfo.InvariantCulture), double.Parse(seconds, CultureInfo.InvariantCulture));
                return 0;
            case ["stream-clients", var port, var runId, var format, var clients, var reconnectAfter]:
                await StreamClients.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), runId, format, int.Parse(clients, CultureInfo.InvariantCulture), int.Parse(reconnectAfter, CultureInfo.InvariantCulture));
                return 0;
            case ["load", var testops, var rounds, var seconds]:
                await LoadFigures.MeasureAsync(testops, int.Parse(rounds, CultureInfo.InvariantCulture), int.Parse(seconds, CultureInfo.InvariantCulture));
                return 0;
            case ["load-target"]:
                await LoadTargetServer.RunAsync();
                return 0;
            case ["probe", var suite, var sessions]:
                await Probe.RunAsync(suite, int.Parse(sessions, CultureInfo.InvariantCulture));
                return 0;
            case ["micro", ..]:
                return MicroBenches.Run(args[1..]);
            case ["all"]:
                return await AllAsync();
            default:
                Console.Error.WriteLine($"usage: dotnet run -c Release --project bench/TestOps.Benchmarks -- {string.Join('|', s_modes)}|all");
                return 2;
        }
    }

    private static async Task<int> AllAsync()
    {
        foreach (var mode in s_modes)
        {
            Console.WriteLine($"\n## {mode}\n");
            if (await Self.RunAsync(mode) is not 0 and var code)
            {
                return code;
            }
        }

        return 0;
    }
}
