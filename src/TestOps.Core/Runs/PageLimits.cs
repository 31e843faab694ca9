namespace TestOps.Core.Runs;

/// <summary>The bounds of a page, the same in every store.</summary>
public static class PageLimits
{
    /// <summary>The most rows of one page.</summary>
    public const int Max = 1000;

    /// <summary>Refuses a limit outside 1 to <see cref="Max"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is outside.</exception>
    public static void Check(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, Max);
    }
}
