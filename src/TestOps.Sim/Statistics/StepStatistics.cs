using HdrHistogram;
using TestOps.Core.Engines;
using TestOps.Core.Sessions;

namespace TestOps.Sim.Statistics;

/// <summary>Counts and latencies of one step. Integers only, so that merging in any order gives the same.</summary>
internal sealed class StepStatistics
{
    private readonly SortedDictionary<int, long> _statuses = [];

    public StepStatistics(int checks)
    {
        Passed = new long[checks];
        Failed = new long[checks];
        Examples = new CheckExample?[checks];
    }

    public long Calls { get; private set; }

    public long Unanswered { get; private set; }

    public long[] Passed { get; }

    public long[] Failed { get; }

    /// <summary>The first failure of each check, by session and step.</summary>
    public CheckExample?[] Examples { get; }

    public IReadOnlyDictionary<int, long> Statuses => _statuses;

    /// <summary>Latency in nanoseconds; two significant digits more than anyone reads.</summary>
    public LongHistogram Latency { get; } = NewLatency();

    /// <summary>Time to the first event of its streams; null before one.</summary>
    public LongHistogram? First { get; private set; }

    /// <summary>From 1 ns to 1 h with three significant digits.</summary>
    public static LongHistogram NewLatency() => new(1, 3_600_000_000_000, 3);

    public void Add(StepOutcome outcome)
    {
        Calls++;
        if (outcome.Reply.Failure is not null)
        {
            Unanswered++;
            return;
        }

        _statuses[outcome.Reply.Status] = _statuses.GetValueOrDefault(outcome.Reply.Status) + 1;
        Latency.RecordValue(Math.Clamp(outcome.ElapsedNs, 0, Latency.HighestTrackableValue));
        if (outcome.FirstNs is { } first)
        {
            First ??= NewLatency();
            First.RecordValue(Math.Clamp(first, 0, First.HighestTrackableValue));
        }

        for (var i = 0; i < outcome.Checks.Count; i++)
        {
            var check = outcome.Checks[i];
            if (check.Passed)
            {
                Passed[i]++;
                continue;
            }

            Failed[i]++;
            Examples[i] = CheckExample.First(Examples[i], new CheckExample(outcome.Session, outcome.Number, check.Expected ?? "", check.Actual ?? "", Location(outcome.Reply)));
        }
    }

    private static string? Location(EngineReply reply) => reply.Status is >= 300 and < 400 ? reply.Header("Location") : null;

    public void Merge(StepStatistics other)
    {
        Calls += other.Calls;
        Unanswered += other.Unanswered;
        foreach (var (status, count) in other._statuses)
        {
            _statuses[status] = _statuses.GetValueOrDefault(status) + count;
        }

        Latency.Add(other.Latency);
        if (other.First is not null)
        {
            First ??= NewLatency();
            First.Add(other.First);
        }

        for (var i = 0; i < Passed.Length; i++)
        {
            Passed[i] += other.Passed[i];
            Failed[i] += other.Failed[i];
            Examples[i] = CheckExample.First(Examples[i], other.Examples[i]);
        }
    }
}
