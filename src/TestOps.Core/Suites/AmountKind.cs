namespace TestOps.Core.Suites;

/// <summary>How an absolute margin is written.</summary>
public enum AmountKind
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>A duration: 20ms.</summary>
    Duration,

    /// <summary>A share in percent: 1%.</summary>
    Share,

    /// <summary>A plain number.</summary>
    Number,
}
