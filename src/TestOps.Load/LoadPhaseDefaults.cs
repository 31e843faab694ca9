namespace TestOps.Load;

/// <summary>Limits by which the built-in driver judges itself (docs/reference/load.md). Beyond them it says that the numbers are not the engine's.</summary>
public static class LoadPhaseDefaults
{
    /// <summary>Share of its cores that this process may use, in the mean over the load and within a second: 0.9.</summary>
    public const double CpuShareMax = 0.9;

    /// <summary>Share of the seconds that may be above <see cref="CpuShareMax"/>, and always one: 0.1.</summary>
    public const double BusySecondsShareMax = 0.1;

    /// <summary>Limit on the 99th percentile of <c>iteration_start_lag</c>: 20 ms.</summary>
    public const double StartLagP99MaxMs = 20;

    /// <summary>Limit on the 99th percentile of how late the driver's own timers come, set ten times a second: 50 ms.</summary>
    public const double TimerLagP99MaxMs = 50;

    /// <summary>Values that a 99th percentile needs to be judged: 100.</summary>
    public const int LagSamplesMin = 100;

    /// <summary>Limit on how late a single timer may come: 1 s.</summary>
    public const double StallMaxMs = 1000;

    /// <summary>Share of the load for which garbage collections may stop this process: 0.05.</summary>
    public const double PauseShareMax = 0.05;
}
