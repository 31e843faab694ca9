using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace TestOps.EndToEnd.Tests.Serving;

/// <summary>A client of one run's stream over any number of servers: it remembers what it saw, and comes back with its last id.</summary>
internal sealed class Watcher(string runId)
{
    private readonly List<SseItem<string>> _seen = [];

    /// <summary>Events in the order seen, without heartbeats and <c>end</c>.</summary>
    public IReadOnlyList<SseItem<string>> Seen => _seen;

    public long Last => _seen.Count == 0 ? 0 : Sequence(_seen[^1]);

    /// <summary>Reads until <paramref name="until"/>, the end of the run (true), or a cut (false).</summary>
    public async Task<bool> ReadAsync(HttpClient client, Func<SseItem<string>, bool>? until = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/tests/stream/{runId}?format=json");
        if (_seen.Count > 0)
        {
            request.Headers.Add("Last-Event-ID", Last.ToString(CultureInfo.InvariantCulture));
        }

        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (response.StatusCode == HttpStatusCode.NoContent)
            {
                return true;
            }

            response.EnsureSuccessStatusCode();
            return await ReadAsync(response, until);
        }
        catch (Exception cut) when (ServerProcess.IsCut(cut))
        {
            return false;
        }
    }

    private async Task<bool> ReadAsync(HttpResponseMessage response, Func<SseItem<string>, bool>? until)
    {
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            switch (item.EventType)
            {
                case "end":
                    return true;
                case "heartbeat":
                    break;
                default:
                    _seen.Add(item);
                    if (until?.Invoke(item) == true)
                    {
                        return false;
                    }

                    break;
            }
        }

        return false;
    }

    private static long Sequence(SseItem<string> item) => (long)JsonNode.Parse(item.Data)!["seq"]!;
}
