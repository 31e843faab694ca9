using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Processes;

namespace TestOps.Engines.Process;

/// <summary>Builds <c>process</c> engines: any program that speaks JSON lines on standard input and output (docs/reference/process-protocol.md).</summary>
/// <param name="guard">The guard that the program runs under; null starts it without one.</param>
public sealed class ProcessEngineFactory(GuardCommand? guard) : IEngineFactory
{
    /// <inheritdoc />
    public string Kind => "process";

    /// <inheritdoc />
    /// <exception cref="InvalidSuiteException">Faults are to be planted, which only the reference model takes.</exception>
    public IEngine Create(EngineSpec engine, EngineBinding binding) => engine.Faults.Count == 0 ? new ProcessEngine(engine, binding, guard) : throw NotPlanted(engine.Faults);

    private static InvalidSuiteException NotPlanted(IReadOnlyList<string> faults) => new("engine", [new SuiteProblem(
        "engine.fault", 0, $"faults are planted into engines of kind toron only, this one is process: {string.Join(", ", faults)}", "leave --fault out")]);
}
