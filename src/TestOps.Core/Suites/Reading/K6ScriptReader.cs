namespace TestOps.Core.Suites.Reading;

/// <summary>A k6 script with what belongs to it.</summary>
internal static class K6ScriptReader
{
    private const int ArgumentsMax = 100;
    private static readonly IReadOnlyDictionary<string, string> NoVariables = new Dictionary<string, string>();

    public static K6ScriptSpec Read(SuiteValue value, SuiteMap load)
    {
        load.Refuse("belongs to the script where there is one", "write it into the script's options", "scenarios", "thresholds", "http", "warm_up");
        return new K6ScriptSpec
        {
            File = BesideFile.Read(value, "load.js"),
            Environment = load.Read("env", NoVariables, CommandReader.ReadEnvironment),
            Arguments = load.Read<IReadOnlyList<string>>("args", [], ReadArguments),
        };
    }

    private static IReadOnlyList<string> ReadArguments(SuiteValue value)
    {
        var arguments = value.Items("write a list of arguments of k6 run, such as [--tag, team=core]");
        if (arguments.Count > ArgumentsMax)
        {
            value.Problem($"must have at most {ArgumentsMax} arguments, has {arguments.Count}", "write fewer");
        }

        return [.. arguments.Select(static argument => CommandReader.ReadPart(argument, TemplatePlace.Engine))];
    }
}
