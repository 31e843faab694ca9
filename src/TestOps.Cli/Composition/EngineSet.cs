using TestOps.Core.Engines;
using TestOps.Core.Planning;
using TestOps.Core.Safety;
using TestOps.Engines.Http;
using TestOps.Engines.Toron;

namespace TestOps.Cli.Composition;

/// <summary>The kinds of engine that this executable knows.</summary>
internal sealed class EngineSet(CliHost host, TargetPolicy policy)
{
    private readonly IReadOnlyList<IEngineFactory> _factories = [new ToronEngineFactory(new ToronChildCommand(host.Self.FileName, host.Self.Arguments)), new HttpEngineFactory()];

    /// <summary>The engine of a plan; starts nothing.</summary>
    public IEngine Create(Plan plan) =>
        _factories.Single(factory => factory.Kind == plan.Suite.Engine.Kind).Create(
            plan.Suite.Engine,
            new EngineBinding { Policy = policy, Environment = host.Environment, Variables = plan.Variables, Time = host.Time });
}
