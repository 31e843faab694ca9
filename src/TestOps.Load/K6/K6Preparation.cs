using TestOps.Core.Phases;
using TestOps.Core.Suites;
using TestOps.Processes;

namespace TestOps.Load.K6;

/// <summary>Everything that can fail before k6 is started: the tool, the suite's arguments and variables, the script, the operator's caps.</summary>
internal sealed class K6Preparation(LoadSpec load, K6Options options)
{
    /// <summary>Where scripts think the engine is before it is leased: nobody listens there.</summary>
    public static readonly LoadScriptTarget NoTarget = new(new Uri("http://127.0.0.1:1"), [], EngineDefaults.Timeout);

    /// <exception cref="Core.Safety.ToolUnavailableException">k6 is missing or cannot be used.</exception>
    /// <exception cref="InvalidSuiteException">The suite or its script is not what k6 can run, or exceeds the operator's caps.</exception>
    public async Task<K6Ready> PrepareAsync(PhaseContext context, LoadScriptTarget target, K6WorkFolder folder, CancellationToken cancellationToken)
    {
        var suiteFolder = options.FolderOf(context.SuitePath);
        var tool = await K6Discovery.FindAsync(load, suiteFolder, options, context.Time, cancellationToken).ConfigureAwait(false);
        var values = new K6Values(context, target.BaseAddress);
        IReadOnlyList<string> arguments = [.. (load.Script?.Arguments ?? []).Select(values.Render)];
        var variables = load.Script is { } brought ? brought.Environment.ToDictionary(static variable => variable.Key, variable => values.Render(variable.Value), StringComparer.Ordinal) : VariablesOf(context);
        Refuse(context, [.. K6Environment.Check(variables.Keys), .. K6Arguments.Check(arguments)]);

        var call = new ChildProcessOptions
        {
            FileName = tool.Path,
            Environment = K6Environment.Of(target.BaseAddress.AbsoluteUri.TrimEnd('/'), variables),
            Guard = options.Guard,
            Time = context.Time,
            DisplayText = $"k6 with {load.Script?.File ?? "a generated script"}",
        };
        var inspection = new K6Inspection(tool, call, folder.Config, [.. K6Arguments.OfInit(arguments)]);
        var path = load.Script is { } spec ? Path.GetFullPath(spec.File, suiteFolder) : await WriteScriptAsync(context, target, folder, cancellationToken).ConfigureAwait(false);
        var script = await inspection.ScriptAsync(path, load.Script?.File ?? "the generated script", cancellationToken).ConfigureAwait(false);
        var problems = new List<SuiteProblem>();
        if (load.Script is not null)
        {
            // Scenarios of the suite are held against the caps as such.
            K6Inspection.CheckCaps(script.Options, context.Plan.Caps, problems);
        }

        Refuse(context, problems);
        return new K6Ready(tool, script, inspection, call, arguments);
    }

    /// <summary>What a script of the suite's own scenarios reads as <c>__ENV.NAME</c>: the variables that its steps name.</summary>
    private static Dictionary<string, string> VariablesOf(PhaseContext context) =>
        (from variable in context.Plan.Suite.EnvironmentVariables
            where variable.IsReadIn(context.Plan.Environment, context.Plan.Phases)
            let value = context.Secrets.Read(variable.Name)
            where value is not null
            select (variable.Name, Value: value)).DistinctBy(static variable => variable.Name).ToDictionary(static variable => variable.Name, static variable => variable.Value, StringComparer.Ordinal);

    private static void Refuse(PhaseContext context, IReadOnlyList<SuiteProblem> problems)
    {
        if (problems.Count > 0)
        {
            throw new InvalidSuiteException($"load of {context.Plan.Suite.Name}", problems);
        }
    }

    private async Task<string> WriteScriptAsync(PhaseContext context, LoadScriptTarget target, K6WorkFolder folder, CancellationToken cancellationToken)
    {
        var write = options.WriteScript ?? throw new InvalidSuiteException(
            $"load of {context.Plan.Suite.Name}", [new SuiteProblem("load.driver", 0, "k6 cannot run load.scenarios here: nothing writes a script of them", "write driver: builtin, or name a script")]);
        await File.WriteAllTextAsync(folder.Script, write(context.Plan, target), cancellationToken).ConfigureAwait(false);
        return folder.Script;
    }
}
