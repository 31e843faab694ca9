namespace TestOps.Core.Suites.Reading;

/// <summary>The keys of a <c>process</c> engine.</summary>
internal static class ProgramReader
{
    private static readonly IReadOnlyDictionary<string, string> NoVariables = new Dictionary<string, string>();

    public static StartSpec Read(SuiteMap map) => new()
    {
        Command = map.Need<IReadOnlyList<string>>("command", [], "[python3, engine.py]", CommandReader.Read),
        Environment = map.Read("env", NoVariables, CommandReader.ReadEnvironment),
        Directory = map.Read<string?>("directory", null, CommandReader.ReadDirectory),
        Timeout = map.Read("ready_timeout", EngineDefaults.StartTimeout, static timeout => timeout.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10))),
    };
}
