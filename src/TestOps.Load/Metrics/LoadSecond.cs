namespace TestOps.Load.Metrics;

/// <summary>What one second of load brought. The seconds of parallel producers add up.</summary>
/// <param name="Second">Number of the second since the clock started, from 0.</param>
/// <param name="Requests">Requests that ended.</param>
/// <param name="Failed">Those of them that failed.</param>
/// <param name="Unanswered">Those of them that got no answer at all.</param>
/// <param name="Iterations">Complete iterations.</param>
/// <param name="Dropped">Dropped iterations.</param>
/// <param name="Vus">Virtual users at work at the end of the second; null for a last second that is not a full one.</param>
/// <param name="VusMax">Virtual users that exist at that moment; null likewise.</param>
/// <param name="DurationHistogram"><c>http_req_duration</c>, as <see cref="LatencyHistogram.Encode"/> writes it.</param>
public sealed record LoadSecond(int Second, long Requests, long Failed, long Unanswered, long Iterations, long Dropped, int? Vus, int? VusMax, string DurationHistogram)
{
    /// <summary>This second and the same second of another producer.</summary>
    public LoadSecond Merge(LoadSecond other)
    {
        var durations = LatencyHistogram.Decode(DurationHistogram);
        durations.Merge(LatencyHistogram.Decode(other.DurationHistogram));
        return new LoadSecond(
            Second,
            Requests + other.Requests,
            Failed + other.Failed,
            Unanswered + other.Unanswered,
            Iterations + other.Iterations,
            Dropped + other.Dropped,
            Add(Vus, other.Vus),
            Add(VusMax, other.VusMax),
            durations.Encode());
    }

    private static int? Add(int? left, int? right) => left is null ? right : right is null ? left : left + right;
}
