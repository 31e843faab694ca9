using TestOps.Core.Engines;
using TestOps.Core.Suites;

namespace TestOps.Engines.Http;

/// <summary>Builds <c>http</c> engines: any HTTP service at a base URL.</summary>
public sealed class HttpEngineFactory : IEngineFactory
{
    /// <inheritdoc />
    public string Kind => "http";

    /// <inheritdoc />
    public IEngine Create(EngineSpec engine, EngineBinding binding) => new HttpEngine(engine, binding);
}
