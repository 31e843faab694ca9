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
    private readonly IReadOnlyList<IEngineFactory> _factories = [new ToronEngineFactory(new ToronChildCommand(host.Self.FileName, host.Self.Arguments)), new HttpEngineFactory(host.Guard), new ProcessEngineFactory(host.Guard)];

    /// <summary>The engine of a suite; starts nothing. Commands of the engine run in the folder of <paramref name="suitePath"/>, which is named as on a command line.</summary>
    /// <exception cref="InvalidSuiteException">The engine's section cannot be carried out; all problems are listed.</exception>
    public IEngine Create(EngineSpec engine, IReadOnlyDictionary<string, string> variables, string suitePath) =>
        _factories.Single(factory => factory.Kind == engine.Kind).Create(engine, new EngineBinding
        {
            Policy = policy,
            Environment = host.Environment,
            Variables = variables,
            Folder = SuiteFile.FolderOf(host, suitePath),
            Time = host.Time,
        });
}
