using System.Net;
using TestOps.Core.Determinism;
using TestOps.Core.Suites;

namespace TestOps.Core.Planning;

/// <summary>What must hold of the engine in the environment that was chosen.</summary>
internal sealed class EngineRules(Suite suite, string? environment, IReadOnlyDictionary<string, string> variables, List<SuiteProblem> problems)
{
    private readonly EngineSpec _engine = suite.EngineIn(environment);

    public void Check()
    {
        if (_engine.Kind != "http")
        {
            return;
        }

        if (string.IsNullOrEmpty(_engine.BaseUrl))
        {
            RefuseIncomplete();
            return;
        }

        var usesPort = Uses(_engine.BaseUrl);
        if (_engine.Start is { } start)
        {
            CheckStart(start, usesPort);
        }
        else if (usesPort)
        {
            Problem("engine.base_url", "engine.port is the port of an engine that TestOps starts, and engine.start is missing", "add engine.start, or write the port");
        }

        CheckVariablesOfSteps();
    }

    private void RefuseIncomplete()
    {
        var complete = suite.EnvironmentEngines.Where(static engine => engine.Value.BaseUrl is not null).Select(static engine => engine.Key).Order(StringComparer.Ordinal).ToList();
        var hint = environment is null && complete.Count > 0 ? $"choose one: --env {string.Join(" or --env ", complete)}" : "add engine.base_url, or engine.start";
        Problem("engine", $"the engine is not complete {(environment is null ? "without an environment" : $"in the environment '{environment}'")}: base_url is missing", hint);
    }

    private void CheckStart(StartSpec start, bool baseUsesPort)
    {
        var commandUsesPort = start.Command.Concat(start.Environment.Values).Any(Uses);
        if (EngineTemplates.HostOf(_engine, variables) is { } host && !IsLoopback(host))
        {
            var where = environment is null ? "engine" : $"environments.{environment}";
            Problem("engine.start", $"TestOps starts the engine on this machine, but base_url names {host}", $"write start: null in {where} where somebody else runs the engine, or a base_url on 127.0.0.1");
        }
        else if (baseUsesPort && !commandUsesPort)
        {
            Problem("engine.start.command", "nothing tells the program on which port to listen: base_url uses ${engine.port}, the command and its env do not", "pass it on, for example as [..., --port, \"${engine.port}\"], or write a fixed port into base_url");
        }
        else if (commandUsesPort && !baseUsesPort)
        {
            Problem("engine.base_url", "the program is told to listen on ${engine.port}, but base_url names another port", "write \"http://127.0.0.1:${engine.port}\", or leave base_url out");
        }
    }

    /// <summary>A step may name the engine's address, which is recorded as <c>${engine.base}</c>; a bare port would differ between a run and its replay.</summary>
    private void CheckVariablesOfSteps()
    {
        var authority = EngineTemplates.AuthorityOf(_engine, variables);
        foreach (var use in SuiteNames.Of(suite).Where(static name => name.Root == "vars" && name.Path.StartsWith("sim.", StringComparison.Ordinal)).DistinctBy(static name => name.Member))
        {
            if (variables.TryGetValue(use.Member, out var value) && Uses(value) && Uses(EngineAddress.Hide(value, authority)))
            {
                Problem(use.Path, $"vars.{use.Member} holds ${{engine.port}}, which differs between a run and its replay, outside of the address in base_url", "write ${engine.base}, which is recorded as such");
            }
        }
    }

    private bool Uses(string template) => EngineTemplates.UsesPort(template, variables);

    private void Problem(string path, string message, string hint) => problems.Add(new SuiteProblem(path, 0, message, hint));

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
