namespace TestOps.Sim.Statistics;

/// <summary>One failure of a check, kept as an example; with the location, where the answer was a redirect.</summary>
internal sealed record CheckExample(long Session, int Step, string Expected, string Actual, string? Location = null)
{
    /// <summary>The earlier of two by session and step, whichever worker saw it.</summary>
    public static CheckExample? First(CheckExample? one, CheckExample? other)
    {
        if (one is null || other is null)
        {
            return one ?? other;
        }

        return (one.Session, one.Step).CompareTo((other.Session, other.Step)) <= 0 ? one : other;
    }
}
