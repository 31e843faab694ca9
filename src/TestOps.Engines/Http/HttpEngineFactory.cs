using TestOps.Core.Engines;
using TestOps.Core.Suites;

namespace TestOps.Engines.Http;

/// <summary>Builds <c>http</c> engines: any HTTP service at a base URL.</summary>
public sealed class HttpEngineFactory : IEngineFactory
{
    /// <inheritdoc />
    public string Kind => "http";

    /// <inheritdoc />
    public IEngine Create(EngineSpec engine, EngineBinding binding) => engine.Faults.Count == 0 ? new HttpEngine(engine, binding) : throw NotPlanted(engine.Faults);

    // A run that says it planted a fault, and did not, would pass a test of the alarm that never rang.
    private static InvalidSuiteException NotPlanted(IReadOnlyList<string> faults) => new("engine", [new SuiteProblem(
        "engine.fault",
        0,
        $"faults are planted into engines of kind toron only, this one is http: {string.Join(", ", faults)}",
        "leave --fault out; a server with a fault is: testops engine toron --port 8080 --fault FAULT")]);
}
