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

    /// <summary>Tags of every sample of the scenario, beside k6's own.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>k6's name of the executor.</summary>
    public abstract string Executor { get; }

    /// <summary>Duration without start time and graceful stop; the longest, where iterations may end it earlier.</summary>
    public abstract TimeSpan Duration { get; init; }

    /// <summary>Most virtual users.</summary>
    public abstract int VusMax { get; }

    /// <summary>Most planned starts a second; 0 where users loop.</summary>
    public virtual double StartsPerSecondMax => 0;

    /// <summary>Most iterations; null where users loop as fast as the engine answers.</summary>
    public virtual long? IterationsMax => null;
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

/// <summary>k6's <c>ramping-vus</c>: users that loop, as many as the stages ask for.</summary>
public sealed record RampingVusSpec : LoadScenarioSpec
{
    /// <summary>Users at the start; 1.</summary>
    public int StartVus { get; init; } = 1;

    /// <summary>The stages; at least one.</summary>
    public required IReadOnlyList<LoadStageSpec> Stages { get; init; }

    /// <summary>Time that an iteration gets whose user is not wanted any more; 30 s.</summary>
    public TimeSpan GracefulRampDown { get; init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    public override required TimeSpan Duration { get; init; }

    /// <inheritdoc />
    public override string Executor => "ramping-vus";

    /// <inheritdoc />
    public override int VusMax => Stages.Select(static stage => stage.Target).Append(StartVus).Max();
}

/// <summary>k6's <c>shared-iterations</c>: a number of iterations that the users share.</summary>
public sealed record SharedIterationsSpec : LoadScenarioSpec
{
    /// <summary>Virtual users; 1.</summary>
    public int Vus { get; init; } = 1;

    /// <summary>Iterations of all users together, at least as many as users; 1.</summary>
    public long Iterations { get; init; } = 1;

    /// <inheritdoc />
    public override TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    public override string Executor => "shared-iterations";

    /// <inheritdoc />
    public override int VusMax => Vus;

    /// <inheritdoc />
    public override long? IterationsMax => Iterations;
}

/// <summary>k6's <c>per-vu-iterations</c>: a number of iterations for each user.</summary>
public sealed record PerVuIterationsSpec : LoadScenarioSpec
{
    /// <summary>Virtual users; 1.</summary>
    public int Vus { get; init; } = 1;

    /// <summary>Iterations of each user; 1.</summary>
    public long Iterations { get; init; } = 1;

    /// <inheritdoc />
    public override TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    public override string Executor => "per-vu-iterations";

    /// <inheritdoc />
    public override int VusMax => Vus;

    /// <inheritdoc />
    public override long? IterationsMax => Vus * Iterations;
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

    /// <inheritdoc />
    public override double StartsPerSecondMax => Rate / TimeUnit.TotalSeconds;

    /// <summary>One start for each period that begins before the end: the first is due at 0.</summary>
    public override long? IterationsMax => (long)((((Int128)Rate * Duration.Ticks) + TimeUnit.Ticks - 1) / TimeUnit.Ticks);
}

/// <summary>k6's <c>ramping-arrival-rate</c>: a schedule whose rate follows the stages.</summary>
public sealed record RampingArrivalRateSpec : LoadScenarioSpec
{
    /// <summary>Starts each <see cref="TimeUnit"/> at the start; 0.</summary>
    public int StartRate { get; init; }

    /// <summary>Unit of the rates; 1 s.</summary>
    public TimeSpan TimeUnit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The stages; at least one.</summary>
    public required IReadOnlyList<LoadStageSpec> Stages { get; init; }

    /// <inheritdoc />
    public override required TimeSpan Duration { get; init; }

    /// <summary>Virtual users made before the start.</summary>
    public required int PreAllocatedVus { get; init; }

    /// <summary>Most virtual users; <see cref="PreAllocatedVus"/>.</summary>
    public required int MaxVus { get; init; }

    /// <inheritdoc />
    public override string Executor => "ramping-arrival-rate";

    /// <inheritdoc />
    public override int VusMax => MaxVus;

    /// <inheritdoc />
    public override double StartsPerSecondMax => Stages.Select(static stage => stage.Target).Append(StartRate).Max() / TimeUnit.TotalSeconds;

    /// <summary>The area under the rate: one start for each whole unit of it.</summary>
    public override long? IterationsMax
    {
        get
        {
            Int128 doubled = 0;
            var from = StartRate;
            foreach (var stage in Stages)
            {
                doubled += (Int128)stage.Duration.Ticks * (from + (long)stage.Target);
                from = stage.Target;
            }

            return (long)(doubled / (2 * (Int128)TimeUnit.Ticks));
        }
    }
}
