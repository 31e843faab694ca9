using System.Text.Json;

namespace TestOps.Benchmarks.Streams;

/// <summary>Many clients of one stream, in a process of their own. Says when all are connected, and at the end what they saw, as one line of JSON.</summary>
internal static class StreamClients
{
    // The server's queue of connections that it has not accepted yet is bounded.
    private const int ConnectingAtOnce = 100;

    public static async Task RunAsync(int port, string runId, string format, int clients, int reconnectAfter)
    {
        var all = Enumerable.Range(0, clients).Select(_ => new StreamClient(port, runId, format, reconnectAfter)).ToList();
        using var turns = new SemaphoreSlim(ConnectingAtOnce);
        await Task.WhenAll(all.Select(async client =>
        {
            await turns.WaitAsync();
            try
            {
                await client.ConnectAsync();
            }
            finally
            {
                turns.Release();
            }
        }));
        Console.WriteLine("connected");
        await Task.WhenAll(all.Select(client => client.ReadToEndAsync()));

        // The server's own line: by id, the milliseconds that each append took to its commit.
        var commits = JsonSerializer.Deserialize<Dictionary<long, float>>(Console.In.ReadLine()!)!;
        var latencies = all.SelectMany(client => client.Latencies).Select(seen => seen.Latency).Order().ToList();
        var afterCommit = all.SelectMany(client => client.Latencies).Select(seen => seen.Latency - commits[seen.Id]).Order().ToList();
        Console.WriteLine(JsonSerializer.Serialize(new StreamOutcome(
            all.Sum(client => (long)client.Received), all.Sum(client => (long)client.Wrong), all.Sum(client => (long)client.Reconnects), all.Min(client => client.Received), all.Max(client => client.Received),
            At(latencies, 0.5), At(latencies, 0.99), latencies.Count == 0 ? 0 : latencies[^1],
            At(afterCommit, 0.5), At(afterCommit, 0.99))));
    }

    private static double At(List<float> sorted, double quantile) => sorted.Count == 0 ? 0 : sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * quantile)];
}
