namespace TestOps.Load.BuiltIn;

/// <summary>How the generator did.</summary>
/// <param name="CpuShare">Processor time of this process as a share of all cores over the load, 0 to 1.</param>
/// <param name="Cores">Number of cores.</param>
/// <param name="TickLagMaxMs">The latest that the once-a-second timer fired.</param>
public sealed record GeneratorReport(double CpuShare, int Cores, double TickLagMaxMs);
