namespace TestOps.Core.Suites.Reading;

/// <summary><c>engine.start</c> and <c>engine.reset</c>.</summary>
internal static class StartReader
{
    private static readonly TimeSpan TimeoutMin = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan TimeoutMax = TimeSpan.FromMinutes(10);

    public static StartSpec? Read(SuiteValue value)
        => value.Map("engine.start") is { } map
            ? new StartSpec
            {
                Command = map.Need<IReadOnlyList<string>>("command", [], "[python3, server.py, --port, \"${engine.port}\"]", CommandReader.Read),
                Environment = map.Read("env", None, CommandReader.ReadEnvironment),
                Ready = map.Read<string?>("ready", null, EngineReader.ReadPath),
                Timeout = ReadTimeout(map, EngineDefaults.StartTimeout),
                Directory = map.Read<string?>("directory", null, CommandReader.ReadDirectory),
            }
            : null;

    public static ResetSpec? ReadReset(SuiteValue value)
    {
        if (value.Map("engine.reset") is not { } map)
        {
            return null;
        }

        if (map.Has("call") == map.Has("run"))
        {
            map.Problem($"a reset needs one of call and run, has {(map.Has("call") ? "both" : "none")}", "write { call: POST /reset } or { run: [make, db-restore] }");
        }

        if (map.Has("call"))
        {
            map.Refuse("belongs to a reset by run", "remove it", "env", "directory");
        }

        var timeout = ReadTimeout(map, EngineDefaults.ResetTimeout);
        var (method, path) = map.Read("call", ("GET", "/"), EngineReader.ReadCall);
        return map.Has("call")
            ? new CallReset(method, path) { Timeout = timeout }
            : new CommandReset
            {
                Command = map.Read<IReadOnlyList<string>>("run", [], CommandReader.Read),
                Environment = map.Read("env", None, CommandReader.ReadEnvironment),
                Directory = map.Read<string?>("directory", null, CommandReader.ReadDirectory),
                Timeout = timeout,
            };
    }

    private static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>();

    private static TimeSpan ReadTimeout(SuiteMap map, TimeSpan fallback) => map.Read("timeout", fallback, static timeout => timeout.Duration(TimeoutMin, TimeoutMax));
}
