namespace TestOps.Core.Suites.Reading;

/// <summary>The <c>phases</c> section.</summary>
internal static class PhaseReader
{
    private const int PhasesMax = 100;
    private static readonly IReadOnlyDictionary<string, string> NoVariables = new Dictionary<string, string>();

    public static IReadOnlyList<CommandPhaseSpec> Read(SuiteValue value)
    {
        var entries = value.NamedEntries("write format: { run: [dotnet, format, --verify-no-changes] }");
        if (entries.Count > PhasesMax)
        {
            value.Problem($"must have at most {PhasesMax} phases, has {entries.Count}", "let one command run several checks");
        }

        return [.. entries.Select(static entry => ReadPhase(entry.Name, entry.Value)).OfType<CommandPhaseSpec>()];
    }

    private static CommandPhaseSpec? ReadPhase(string name, SuiteValue value)
    {
        if (PhaseNames.Reserved.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            value.Problem("its name is one that every run has", $"name it otherwise, such as {name}-check");
        }

        return value.Map("phases.NAME") is not { } map ? null : new CommandPhaseSpec(name)
        {
            Command = map.Need<IReadOnlyList<string>>("run", [], "[dotnet, format, --verify-no-changes]", static run => CommandReader.Read(run, TemplatePlace.Phase)),
            Environment = map.Read("env", NoVariables, static env => CommandReader.ReadEnvironment(env, TemplatePlace.Phase)),
            Directory = map.Read<string?>("directory", null, CommandReader.ReadDirectory),
            Timeout = map.Read("timeout", CommandPhaseSpec.DefaultTimeout, static timeout => timeout.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(24))),
            Weight = map.Read("weight", 1, static weight => weight.Whole(1, 1000)),
        };
    }
}
