using System.Globalization;
using System.Text.Json.Nodes;
using TestOps.Core.Determinism;

namespace TestOps.Engines.Toron;

/// <summary>Jobs of an instance: queued for a second, running for two more, then done. The time is the instance's. Safe for concurrent use.</summary>
internal sealed class ToronJobs
{
    private const int JobsMax = 10_000;
    private const long QueuedNs = 1_000_000_000;
    private const long DoneNs = 3_000_000_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long AtNs, ReadOnlyMemory<byte> Answer)> _jobs = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Takes a job, or finds the one that was asked for alike; answers how it stands.</summary>
    public byte[] Add(ulong requestId, ReadOnlyMemory<byte> answer, long nowNs)
    {
        var id = requestId.ToString("x12", CultureInfo.InvariantCulture);
        lock (_lock)
        {
            if (_jobs.TryAdd(id, (nowNs, answer)))
            {
                _order.Enqueue(id);
            }

            if (_jobs.Count > JobsMax)
            {
                _jobs.Remove(_order.Dequeue());
            }
        }

        return Find(id, nowNs)!;
    }

    /// <summary>How a job stands; null where there is none of that id.</summary>
    public byte[]? Find(string id, long nowNs)
    {
        (long AtNs, ReadOnlyMemory<byte> Answer) job;
        lock (_lock)
        {
            if (!_jobs.TryGetValue(id, out job))
            {
                return null;
            }
        }

        var status = (nowNs - job.AtNs) switch { < QueuedNs => "queued", < DoneNs => "running", _ => "done" };
        var json = new JsonObject { ["id"] = id, ["status"] = status };
        if (status == "done")
        {
            json["answer"] = JsonNode.Parse(job.Answer.Span);
        }

        return CanonicalJson.Serialize(json);
    }
}
