using TestOps.Core.Phases;
using TestOps.Core.Suites;

namespace TestOps.Core.Runs;

/// <summary>Finds the phases of a plan.</summary>
internal static class RunPhases
{
    /// <summary>The phase of that name: registered, or a command of the suite; null where it is neither.</summary>
    public static IPhase? Find(RunnerEnvironment environment, RunRequest request, string name) =>
        environment.Phases.FirstOrDefault(phase => phase.Name == name)
        ?? (request.Plan.Suite.Phases.OfType<CommandPhaseSpec>().FirstOrDefault(phase => phase.Name == name) is { } command ? environment.CommandPhase?.Invoke(command, request.SuitePath) : null);
}
