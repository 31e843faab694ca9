using TestOps.Core.Engines;
using TestOps.Core.Suites;
using TestOps.Processes;

namespace TestOps.Engines.Http;

/// <summary>Builds <c>http</c> engines: any HTTP service at a base URL, or one that is started for each lease.</summary>
/// <param name="guard">The guard that the engine's own process and reset commands run under; null runs them without one.</param>
public sealed class HttpEngineFactory(GuardCommand? guard = null) : IEngineFactory
{
    /// <inheritdoc />
    public string Kind => "http";

    /// <inheritdoc />
    public IEngine Create(EngineSpec engine, EngineBinding binding) => engine.Faults.Count == 0 ? new HttpEngine(engine, binding, guard) : throw NotPlanted(engine.Faults);

    // A run that says it planted a fault, and did not, would pass a test of the alarm that never rang.
    private static InvalidSuiteException NotPlanted(IReadOnlyList<string> faults) => new("engine", [new SuiteProblem(
        "engine.fault",
        0,
        $"faults are planted into engines of kind toron only, this one is http: {string.Join(", ", faults)}",
        "leave --fault out; a server with a fault is: testops engine toron --port 8080 --fault FAULT")]);
}
