using TestOps.Core.Engines;
using TestOps.Core.Safety;
using TestOps.Core.Suites;
using TestOps.Engines.Http;
using TestOps.Engines.Process;
using TestOps.Engines.Toron;

namespace TestOps.Cli.Composition;

/// <summary>The kinds of engine that this executable knows.</summary>
internal sealed class EngineSet(CliHost host, TargetPolicy policy)
{
    private readonly IReadOnlyList<IEngineFactory> _factories = [new ToronEngineFactory(new ToronChildCommand(host.Self.FileName, host.Self.Arguments)), new HttpEngineFactory(), new ProcessEngineFactory(guard: null)];

    /// <summary>The engine of a suite; starts nothing.</summary>
    /// <exception cref="InvalidSuiteException">The engine's section cannot be carried out; all problems are listed.</exception>
    public IEngine Create(EngineSpec engine, IReadOnlyDictionary<string, string> variables) =>
        _factories.Single(factory => factory.Kind == engine.Kind).Create(engine, new EngineBinding { Policy = policy, Environment = host.Environment, Variables = variables, Time = host.Time });
}
