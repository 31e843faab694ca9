namespace TestOps.Sim.Masking;

/// <summary>A place that differs and that no proposed mask covers.</summary>
/// <param name="StepName">Name of the step.</param>
/// <param name="Pointer">Where in the step, with <c>*</c> for indexes; as in a divergence.</param>
/// <param name="Class">Class of the divergence.</param>
/// <param name="Sessions">Sessions in which it differs, in the replay where they are most.</param>
/// <param name="Why">Why it is not masked, in words.</param>
public sealed record UnmaskedPlace(string StepName, string Pointer, string Class, long Sessions, string Why);
