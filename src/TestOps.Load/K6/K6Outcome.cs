namespace TestOps.Load.K6;

/// <summary>How a run of k6 went.</summary>
internal sealed record K6Outcome
{
    /// <summary>Exit code; above 128 it is a signal's number and 128.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Who ended it.</summary>
    public required K6Ending Ending { get; init; }

    /// <summary>Its own summary; null where it wrote none.</summary>
    public required K6Summary? Summary { get; init; }

    /// <summary>What its stream brought.</summary>
    public required K6Tally Tally { get; init; }

    /// <summary>What its log said.</summary>
    public required K6Log Log { get; init; }

    /// <summary>The last of its log, as it came.</summary>
    public required string LogTail { get; init; }
}
