using TestOps.Core.Suites;

namespace TestOps.Load.Profiles;

/// <summary>What an arrival-rate executor goes by: all that <c>constant-arrival-rate</c> and <c>ramping-arrival-rate</c> differ in.</summary>
/// <param name="Schedule">When iterations start.</param>
/// <param name="PreAllocatedVus">Users made before the start.</param>
/// <param name="MaxVus">Most users.</param>
/// <param name="LastsToItsEnd">Whether the scenario takes its whole duration; else it is over with the last start's iterations, as k6's ramping executor.</param>
internal sealed record ArrivalPlan(ArrivalSchedule Schedule, int PreAllocatedVus, int MaxVus, bool LastsToItsEnd)
{
    public static ArrivalPlan Of(ConstantArrivalRateSpec scenario) =>
        new(ArrivalSchedule.Constant(scenario.Rate, scenario.TimeUnit, scenario.Duration), scenario.PreAllocatedVus, scenario.MaxVus, LastsToItsEnd: true);

    public static ArrivalPlan Of(RampingArrivalRateSpec scenario) =>
        new(ArrivalSchedule.Ramping(scenario.StartRate, scenario.TimeUnit, scenario.Stages), scenario.PreAllocatedVus, scenario.MaxVus, LastsToItsEnd: false);
}
