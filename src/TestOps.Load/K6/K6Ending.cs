namespace TestOps.Load.K6;

/// <summary>Why the driver ended k6 before it ended itself.</summary>
internal enum K6Ending
{
    /// <summary>It did not.</summary>
    Own,

    /// <summary>The run is being cancelled.</summary>
    Cancelled,

    /// <summary>k6 took longer than everything that its options allow.</summary>
    Overdue,
}
