namespace TestOps.Core.Suites;

/// <summary>Asks again until the value at a pointer is as expected.</summary>
public sealed record UntilSpec
{
    /// <summary>JSON Pointer into the answer's body.</summary>
    public required string At { get; init; }

    /// <summary>What the value must be: <c>equals</c> or <c>in</c>.</summary>
    public required Conditions Conditions { get; init; }

    /// <summary>Pause between an answer and the next attempt; 1 s.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time after which no further attempt is made; 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most attempts that one poll makes, whatever is answered: the first, and one after each pause that ends within the time.</summary>
    public long AttemptsMax => 1 + (Timeout.Ticks / Every.Ticks);
}
