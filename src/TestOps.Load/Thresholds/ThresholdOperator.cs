namespace TestOps.Load.Thresholds;

/// <summary>How a value is compared with a limit.</summary>
public enum ThresholdOperator
{
    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,

    /// <summary><c>==</c> or <c>===</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,
}
