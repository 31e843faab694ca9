using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TestOps.Benchmarks.Measuring;
using TestOps.Benchmarks.Streams;

namespace TestOps.Benchmarks.Figures;

/// <summary>Streams of the server: from an event's commit, and from before its append, to its receipt by every subscriber. Server and clients are processes of their own.</summary>
internal static class StreamFigures
{
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(string? only)
    {
        var figures = new List<Figure>();
        foreach (var (name, aim, format, clients, rate, seconds, reconnectAfter) in ((string, string, string, int, double, double, int)[])
        [
            ("10,000 subscribers, 10 events/s, 30 s", "p99 < 250 ms, < 400 MB", "log", 10_000, 10, 30, 0),
            ("500 subscribers, 1,000 events/s", "none stated", "log", 500, 1_000, 10, 0),
            ("1,000 subscribers that come back 10 times each", "none lost or repeated", "json", 1_000, 100, 11, 100),
        ])
        {
            if (only is null || name.Contains(only, StringComparison.Ordinal))
            {
                figures.Add(await MeasureAsync(name, aim, format, clients, rate, seconds, reconnectAfter));
            }
        }

        return figures;
    }

    private static async Task<Figure> MeasureAsync(string name, string aim, string format, int clients, double rate, double seconds, int reconnectAfter)
    {
        using var server = Self.Start(["stream-server", Text(rate), Text(seconds)]);
        var listening = (await server.StandardOutput.ReadLineAsync())!.Split(' ');
        using var watching = Self.Start(["stream-clients", listening[0], listening[1], format, Text(clients), Text(reconnectAfter)]);
        await watching.StandardOutput.ReadLineAsync();
        await server.StandardInput.WriteLineAsync("go");
        await watching.StandardInput.WriteLineAsync(await server.StandardOutput.ReadLineAsync());
        var outcome = JsonSerializer.Deserialize<StreamOutcome>((await watching.StandardOutput.ReadLineAsync())!)!;
        var memory = PeakMegabytes(server);
        server.Refresh();
        var cpu = server.TotalProcessorTime.TotalMicroseconds / Math.Max(1, outcome.Received);
        await server.StandardInput.WriteLineAsync("stop");
        await watching.WaitForExitAsync();
        await server.WaitForExitAsync();
        return new Figure(
            name, aim,
            string.Create(CultureInfo.InvariantCulture, $"from the commit p50 {outcome.CommitP50:0} ms, p99 {outcome.CommitP99:0} ms; from before the append p50 {outcome.P50:0} ms, p99 {outcome.P99:0} ms, max {outcome.Max:0} ms; {outcome.Received:#,0} received ({outcome.Least} to {outcome.Most} each), {outcome.Wrong} lost or repeated, {outcome.Reconnects:#,0} reconnects; {memory} MB"),
            string.Create(CultureInfo.InvariantCulture, $"{cpu:0.0} us"));
    }

    /// <summary>The peak of the resident set, start-up included.</summary>
    private static string PeakMegabytes(Process process)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return (long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024).ToString(CultureInfo.InvariantCulture);
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
