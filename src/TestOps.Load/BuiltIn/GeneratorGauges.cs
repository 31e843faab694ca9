namespace TestOps.Load.BuiltIn;

/// <summary>What a generator can read of itself.</summary>
/// <param name="ProcessorTime">Processor time that this process has used, over all cores.</param>
/// <param name="PauseTime">Time for which garbage collections have stopped it.</param>
/// <param name="Cores">Cores that it may use.</param>
public sealed record GeneratorGauges(Func<TimeSpan> ProcessorTime, Func<TimeSpan> PauseTime, int Cores)
{
    /// <summary>Those of this process. The number of cores minds affinity and the limits of a container.</summary>
    public static GeneratorGauges OfThisProcess { get; } = new(static () => Environment.CpuUsage.TotalTime, GC.GetTotalPauseDuration, Environment.ProcessorCount);
}
