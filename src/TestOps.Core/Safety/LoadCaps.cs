namespace TestOps.Core.Safety;

/// <summary>Operator caps on load. A suite can only stay below them.</summary>
public sealed record LoadCaps
{
    /// <summary>No caps: for plans that start no load, such as those of a replay.</summary>
    public static LoadCaps Unlimited { get; } = new() { MaxVus = int.MaxValue, MaxRate = double.MaxValue, MaxDuration = TimeSpan.MaxValue };

    /// <summary>Most virtual users at a time (<c>--max-vus</c>, 1,000).</summary>
    public int MaxVus { get; init; } = 1000;

    /// <summary>Most iteration starts a second (<c>--max-rate</c>, 10,000).</summary>
    public double MaxRate { get; init; } = 10_000;

    /// <summary>Longest load (<c>--max-duration</c>, 1 h).</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromHours(1);
}
