using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Processes;

namespace TestOps.Engines.Process;

/// <summary>A program of the user's, started anew for every lease.</summary>
internal sealed class ProcessEngine(EngineSpec spec, EngineBinding binding, GuardCommand? guard) : IEngine
{
    public string Kind => "process";

    public string DisplayName => $"process engine: {ProcessProgram.TextOf(spec)}";

    public bool IsControlled => false;

    public async Task<EngineLease> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        if (request.Purpose == LeasePurpose.Load)
        {
            throw new InvalidSuiteException("engine", [new SuiteProblem("load", 0, "an engine of kind process has no address that load could call", "leave load out, or serve the engine over HTTP: kind: http")]);
        }

        var program = await ProcessProgram.StartAsync(spec, binding, guard, cancellationToken).ConfigureAwait(false);
        return new ProcessLease(program, spec);
    }
}
