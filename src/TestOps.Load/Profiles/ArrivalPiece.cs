namespace TestOps.Load.Profiles;

/// <summary>
/// A stretch of an arrival rate that is a straight line. Areas are twice the number of starts times the time unit in nanoseconds: whole numbers, whatever the rate and the unit are. A day
/// at ten million starts a unit stays far below the limit of 128 bits; beyond it the arithmetic throws.
/// </summary>
internal readonly record struct ArrivalPiece(long StartNs, long DurationNs, int From, int To, Int128 DoubledAreaBefore)
{
    public Int128 DoubledAreaAtEnd => checked(DoubledAreaBefore + ((Int128)DurationNs * (From + (long)To)));

    /// <summary>The last whole nanosecond, since the start of the scenario, at which the area is at most this one. It must be reached within this piece.</summary>
    public long InstantNs(Int128 doubledArea)
    {
        var area = doubledArea - DoubledAreaBefore;
        if (area <= 0)
        {
            return StartNs;
        }

        return StartNs + (From == To ? (long)(area / (2 * (Int128)From)) : Solve(area));
    }

    // Twice the area at t is 2 from t + (to - from) t^2 / d, which grows with t: a floating-point root is a first guess, and integers find the nanosecond around it.
    private long Solve(Int128 area)
    {
        var scaled = checked(area * DurationNs);
        var (low, high, step) = (Math.Clamp(Guess((double)area), 0, DurationNs), DurationNs, 1L);
        if (IsBeyond(low, scaled))
        {
            do
            {
                high = low - 1;
                low = Math.Max(0, low - step);
                step *= 2;
            }
            while (IsBeyond(low, scaled));
        }
        else
        {
            while (low + step < high && !IsBeyond(low + step, scaled))
            {
                low += step;
                step *= 2;
            }

            high = Math.Min(high, low + step);
        }

        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            (low, high) = IsBeyond(middle, scaled) ? (low, middle - 1) : (middle, high);
        }

        return low;
    }

    private bool IsBeyond(long instantNs, Int128 scaled) => checked((((Int128)(To - From) * instantNs) + (2 * (Int128)From * DurationNs)) * instantNs) > scaled;

    // The form of the root that does not subtract nearly equal numbers where the rate grows.
    private long Guess(double area)
    {
        var half = (double)From * DurationNs;
        var root = half + Math.Sqrt(Math.Max(0, (half * half) + ((To - (double)From) * area * DurationNs)));
        return root > 0 ? (long)Math.Min(area * DurationNs / root, DurationNs) : 0;
    }
}
