namespace TestOps.Load.BuiltIn;

/// <summary>How the generator did, and whether what it measured is the engine's.</summary>
public sealed record GeneratorReport
{
    /// <summary>Cores that it may use.</summary>
    public required int Cores { get; init; }

    /// <summary>Processor time of this process as a share of its cores over the load, 0 to 1.</summary>
    public required double CpuShare { get; init; }

    /// <summary>Full seconds of the load.</summary>
    public int Seconds { get; init; }

    /// <summary>Those of them in which the share was above <see cref="LoadPhaseDefaults.CpuShareMax"/>.</summary>
    public int BusySeconds { get; init; }

    /// <summary>Timers that were set to see how late they come.</summary>
    public long TimerProbes { get; init; }

    /// <summary>99th percentile of how late they came.</summary>
    public double TimerLagP99Ms { get; init; }

    /// <summary>The latest of them.</summary>
    public double TimerLagMaxMs { get; init; }

    /// <summary>Time for which garbage collections stopped this process, as a share of the load.</summary>
    public double PauseShare { get; init; }

    /// <summary>Starts that a schedule asked for and that were made; 0 without arrival-rate scenarios.</summary>
    public long Starts { get; init; }

    /// <summary>99th percentile of <c>iteration_start_lag</c>; null without arrival-rate scenarios.</summary>
    public double? StartLagP99Ms { get; init; }

    /// <summary>Why the measurements are not the engine's alone; empty where they are.</summary>
    public IReadOnlyList<string> Reasons => [.. Judge()];

    /// <summary>Whether the measurements are the engine's, as far as the generator can tell.</summary>
    public bool IsTrustworthy => Reasons.Count == 0;

    private IEnumerable<string> Judge()
    {
        if (CpuShare > LoadPhaseDefaults.CpuShareMax)
        {
            yield return FormattableString.Invariant($"the generator used {CpuShare * 100:0} % of {Cores} cores (limit {LoadPhaseDefaults.CpuShareMax * 100:0} %)");
        }
        else if (BusySeconds >= 2 && BusySeconds > LoadPhaseDefaults.BusySecondsShareMax * Seconds)
        {
            yield return FormattableString.Invariant(
                $"in {BusySeconds} of {Seconds} seconds the generator used more than {LoadPhaseDefaults.CpuShareMax * 100:0} % of {Cores} cores (limit {LoadPhaseDefaults.BusySecondsShareMax * 100:0} % of the seconds)");
        }

        // A percentile of few values is their largest, and one hiccup is no saturation.
        if (Starts >= LoadPhaseDefaults.LagSamplesMin && StartLagP99Ms > LoadPhaseDefaults.StartLagP99MaxMs)
        {
            yield return FormattableString.Invariant($"1 % of the iterations started {StartLagP99Ms:0.#} ms late or more (limit {LoadPhaseDefaults.StartLagP99MaxMs:0} ms)");
        }

        if (TimerProbes >= LoadPhaseDefaults.LagSamplesMin && TimerLagP99Ms > LoadPhaseDefaults.TimerLagP99MaxMs)
        {
            yield return FormattableString.Invariant($"1 % of the generator's own timers came {TimerLagP99Ms:0.#} ms late or more (limit {LoadPhaseDefaults.TimerLagP99MaxMs:0} ms)");
        }

        if (TimerLagMaxMs > LoadPhaseDefaults.StallMaxMs)
        {
            yield return FormattableString.Invariant($"the generator stood still for {TimerLagMaxMs:0} ms (limit {LoadPhaseDefaults.StallMaxMs:0} ms)");
        }

        if (PauseShare > LoadPhaseDefaults.PauseShareMax)
        {
            yield return FormattableString.Invariant($"garbage collections stopped the generator for {PauseShare * 100:0.#} % of the load (limit {LoadPhaseDefaults.PauseShareMax * 100:0} %)");
        }
    }
}
