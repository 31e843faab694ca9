namespace TestOps.Engines.Toron;

/// <summary>Where the faults <c>rate-limit</c> and <c>die</c> strike unless the fault says otherwise.</summary>
internal sealed record ToronBounds(int CallsAMinute, int CallsBeforeDeath)
{
    /// <summary>In process an instance serves one session of a few calls.</summary>
    public static ToronBounds Session { get; } = new(2, 2);

    /// <summary>The server serves everybody; 60 a minute is what the real engine's limiter was seen to allow.</summary>
    public static ToronBounds Server { get; } = new(60, 100);
}
