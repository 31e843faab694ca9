namespace TestOps.Core.Suites;

/// <summary>What a replay compares of a scenario.</summary>
public enum CompareMode
{
    /// <summary>Requests, answers and check results; the sessions count for the score.</summary>
    Full,

    /// <summary>Check results only, for answers that may differ; reported as check agreement, apart from the score.</summary>
    Checks,
}
