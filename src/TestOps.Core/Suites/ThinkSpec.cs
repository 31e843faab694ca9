namespace TestOps.Core.Suites;

/// <summary>A distribution of think time. Samplers use integers only, so that every machine draws the same.</summary>
public abstract record ThinkSpec
{
    private protected ThinkSpec()
    {
    }
}

/// <summary>Always the same.</summary>
public sealed record ConstantThink(TimeSpan Duration) : ThinkSpec;

/// <summary>Uniform between two bounds, both included.</summary>
public sealed record UniformThink(TimeSpan Min, TimeSpan Max) : ThinkSpec;

/// <summary>Exponential with a mean.</summary>
public sealed record ExponentialThink(TimeSpan Mean) : ThinkSpec;

/// <summary>Log-normal: the median, and sigma (the standard deviation of the logarithm) in thousandths.</summary>
public sealed record LognormalThink(TimeSpan Median, int SigmaMilli) : ThinkSpec;
