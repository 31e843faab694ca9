namespace TestOps.Sim.Statistics;

/// <summary>Calls that were answered 429: how many, the first by session and step, and the wait that its answer asked for.</summary>
internal sealed record TurnedAway(long Count, CallPlace First, string? RetryAfter)
{
    public const int Status = 429;

    public static TurnedAway? Merge(TurnedAway? one, TurnedAway? other)
    {
        if (one is null || other is null)
        {
            return one ?? other;
        }

        var first = one.First.CompareTo(other.First) <= 0 ? one : other;
        return first with { Count = one.Count + other.Count };
    }
}
