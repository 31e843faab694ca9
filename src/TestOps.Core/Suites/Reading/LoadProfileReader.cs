namespace TestOps.Core.Suites.Reading;

/// <summary>Profiles: shapes of load by name.</summary>
internal static class LoadProfileReader
{
    private const int ProfilesMax = 20;
    private const string Example = "nightly: { shape: soak, vus: 50 }";

    /// <summary>The word of the command line that no profile may take.</summary>
    private const string Export = "export";

    public static IReadOnlyList<LoadProfileSpec> ReadAll(SuiteValue value)
    {
        var entries = value.NamedEntries($"write {Example}");
        if (entries.Count > ProfilesMax)
        {
            value.Problem($"must have at most {ProfilesMax} profiles, has {entries.Count}", "write fewer");
        }

        return [.. entries.Select(static entry => Read(entry.Name, entry.Value)).OfType<LoadProfileSpec>()];
    }

    /// <summary>The name of the profile in force.</summary>
    public static string ReadName(SuiteValue value, IReadOnlyList<LoadProfileSpec> profiles)
    {
        var name = value.Name();
        if (name.Length > 0 && LoadProfiles.Find(profiles, name) is null)
        {
            value.Problem($"'{name}' is no profile", Nearest.Hint(name, LoadProfiles.NamesOf(profiles), ""));
        }

        return name;
    }

    private static LoadProfileSpec? Read(string name, SuiteValue value)
    {
        if (value.Map("load.profiles.NAME") is not { } map)
        {
            return null;
        }

        if (name == Export)
        {
            value.Problem("testops load export is a command of its own", "name the profile otherwise");
        }

        var isBuiltIn = LoadShape.Names.Contains(name, StringComparer.Ordinal);
        var shape = map.Read("shape", isBuiltIn ? name : "", static shape => shape.Choice(LoadShape.Names, []));
        if (!isBuiltIn && !map.Has("shape"))
        {
            map.Problem("'shape' is missing", $"add shape: baseline, or another of {string.Join(", ", LoadShape.Names)}");
        }

        if (isBuiltIn && shape.Length > 0 && shape != name)
        {
            map.Find("shape")!.Problem($"the profile '{name}' has the shape '{name}'", "leave shape out, or give the profile a name of its own");
        }

        return new LoadProfileSpec
        {
            Name = name,
            Shape = shape,
            Vus = map.Read<int?>("vus", null, static vus => vus.Whole(1, 100_000)),
            Rate = map.Read<int?>("rate", null, static rate => rate.Whole(1, 10_000_000)),
            Duration = map.Read<TimeSpan?>("duration", null, static duration => duration.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(24))),
            Ramp = map.Read<TimeSpan?>("ramp", null, static ramp => ramp.Duration(TimeSpan.Zero, TimeSpan.FromHours(1))),
            Exec = map.Read<string?>("exec", null, LoadScenarioReader.ReadExec),
            Thresholds = map.Read<IReadOnlyList<ThresholdSpec>?>("thresholds", null, ThresholdReader.Read),
        };
    }
}
