namespace TestOps.Load.K6;

/// <summary>Limits of the k6 driver (docs/reference/load.md).</summary>
internal static class K6Defaults
{
    /// <summary>Oldest k6 that is run: before it a REST server listens by default, and options that the driver gives do not exist.</summary>
    public static readonly Version OldestVersion = new(2, 0, 0);

    /// <summary>Limit on <c>k6 version</c>.</summary>
    public static readonly TimeSpan VersionTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Limit on <c>k6 inspect</c>, which runs the script's init code.</summary>
    public static readonly TimeSpan InspectTimeout = TimeSpan.FromMinutes(2);

    /// <summary>k6's own default of <c>setupTimeout</c> and <c>teardownTimeout</c>.</summary>
    public static readonly TimeSpan StageTimeout = TimeSpan.FromSeconds(60);

    /// <summary>k6's own default of <c>handleSummaryTimeout</c>.</summary>
    public static readonly TimeSpan SummaryTimeout = TimeSpan.FromSeconds(120);

    /// <summary>Time from the second interrupt to the kill.</summary>
    public static readonly TimeSpan KillAfter = TimeSpan.FromSeconds(5);

    /// <summary>What a run of k6 may take beyond everything that its options allow: making its virtual users, above all.</summary>
    public static readonly TimeSpan OverdueAfter = TimeSpan.FromMinutes(2);

    /// <summary>Longest line of the stream that is read; a longer one is counted as unreadable.</summary>
    public const int LineBytesMax = 1024 * 1024;

    /// <summary>Largest summary that is read.</summary>
    public const int SummaryBytesMax = 64 * 1024 * 1024;
}
