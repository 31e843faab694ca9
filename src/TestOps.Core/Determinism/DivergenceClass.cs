namespace TestOps.Core.Determinism;

/// <summary>How an answer differs.</summary>
public enum DivergenceClass
{
    /// <summary>Another value of the same type.</summary>
    Value,

    /// <summary>Another JSON type, or another kind of body.</summary>
    Type,

    /// <summary>Another status.</summary>
    Status,

    /// <summary>The same items of an array in another order.</summary>
    Order,

    /// <summary>Recorded, but no longer there.</summary>
    Missing,

    /// <summary>There, but not recorded.</summary>
    Extra,

    /// <summary>Another result of a check.</summary>
    Check,
}
