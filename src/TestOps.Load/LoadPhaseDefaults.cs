namespace TestOps.Load;

/// <summary>Limits by which the built-in driver judges itself (docs/reference/load.md). Beyond them it warns that the numbers are not the engine's.</summary>
public static class LoadPhaseDefaults
{
    /// <summary>Share of all cores that this process may use in the mean over the load: 0.9.</summary>
    public const double CpuShareMax = 0.9;

    /// <summary>Limit on the 99th percentile of <c>iteration_start_lag</c>: 20 ms.</summary>
    public const double StartLagP99MaxMs = 20;

    /// <summary>Limit on how late the driver's own once-a-second timer may fire: 250 ms.</summary>
    public const double TickLagMaxMs = 250;
}
