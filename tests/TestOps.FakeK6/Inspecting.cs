namespace TestOps.FakeK6;

/// <summary><c>k6 inspect</c>.</summary>
internal static class Inspecting
{
    public static int Run(CommandLine line)
    {
        var log = new LogWriter(line.Value("--log-format") == "json");
        if (Failures.OfStart(line, log) is { } early)
        {
            return early;
        }

        var recording = Recording.Of(line.Script)!;
        recording.Note(line);
        if (Failures.OfScript(recording, log) is { } refused)
        {
            return refused;
        }

        Console.Out.Write(recording.Inspected);
        return 0;
    }
}
