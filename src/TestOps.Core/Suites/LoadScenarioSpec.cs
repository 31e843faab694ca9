namespace TestOps.Core.Suites;

/// <summary>One load scenario: an executor and the SIM scenario that it runs.</summary>
public abstract record LoadScenarioSpec
{
    private protected LoadScenarioSpec()
    {
    }

    /// <summary>Name: letters, digits, <c>-</c> and <c>_</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the scenario of <c>sim</c> that each iteration runs.</summary>
    public required string Exec { get; init; }

    /// <summary>Delay before the scenario starts; 0.</summary>
    public TimeSpan StartTime { get; init; }

    /// <summary>Time that running iterations get at the end; 30 s.</summary>
    public TimeSpan GracefulStop { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>k6's name of the executor.</summary>
    public abstract string Executor { get; }

    /// <summary>Duration without start time and graceful stop.</summary>
    public abstract TimeSpan Duration { get; init; }

    /// <summary>Most virtual users.</summary>
    public abstract int VusMax { get; }
}

/// <summary>k6's <c>constant-vus</c>: users that loop without pacing.</summary>
public sealed record ConstantVusSpec : LoadScenarioSpec
{
    /// <summary>Virtual users; 1.</summary>
    public int Vus { get; init; } = 1;

    /// <inheritdoc />
    public override required TimeSpan Duration { get; init; }

    /// <inheritdoc />
    public override string Executor => "constant-vus";

    /// <inheritdoc />
    public override int VusMax => Vus;
}

/// <summary>k6's <c>constant-arrival-rate</c>: iterations start on a schedule, whatever the engine does.</summary>
public sealed record ConstantArrivalRateSpec : LoadScenarioSpec
{
    /// <summary>Iterations started each <see cref="TimeUnit"/>.</summary>
    public required int Rate { get; init; }

    /// <summary>Unit of the rate; 1 s.</summary>
    public TimeSpan TimeUnit { get; init; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    public override required TimeSpan Duration { get; init; }

    /// <summary>Virtual users made before the start.</summary>
    public required int PreAllocatedVus { get; init; }

    /// <summary>Most virtual users; <see cref="PreAllocatedVus"/>.</summary>
    public required int MaxVus { get; init; }

    /// <inheritdoc />
    public override string Executor => "constant-arrival-rate";

    /// <inheritdoc />
    public override int VusMax => MaxVus;
}
