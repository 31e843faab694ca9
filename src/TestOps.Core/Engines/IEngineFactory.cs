using TestOps.Core.Suites;

namespace TestOps.Core.Engines;

/// <summary>Builds one kind of engine. Adapters register one each.</summary>
public interface IEngineFactory
{
    /// <summary>The kind that the suite names.</summary>
    string Kind { get; }

    /// <summary>Builds the engine of a valid suite; starts nothing.</summary>
    IEngine Create(EngineSpec engine, EngineBinding binding);
}
