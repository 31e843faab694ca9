namespace TestOps.Core.Suites;

/// <summary>How a session gets its row.</summary>
public enum DataPick
{
    /// <summary>Session n gets row n, round and round.</summary>
    Sequential,

    /// <summary>A row by the session's own random stream.</summary>
    Random,

    /// <summary>Session n gets row n; more users than rows is an error.</summary>
    Unique,
}
