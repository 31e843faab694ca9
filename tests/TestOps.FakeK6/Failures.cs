using System.Net;

namespace TestOps.FakeK6;

/// <summary>What keeps k6 from running a script at all.</summary>
internal static class Failures
{
    private const int Unclassified = 255;
    private const int InvalidConfig = 104;
    private const int ScriptException = 107;

    /// <summary>The exit code of a command line that k6 does not take; null where it takes it.</summary>
    public static int? OfStart(CommandLine line, LogWriter log)
    {
        // k6 sets up its log after it has read its flags.
        if (line.Problem is { } problem)
        {
            new LogWriter(isJson: false).Error(problem);
            return Unclassified;
        }

        if (line.Value("--config", "-c") is { } config && (!File.Exists(config) || File.ReadAllText(config).Trim() is not ['{', .., '}']))
        {
            log.Error($"failed to load the configuration file from the local file system: couldn't parse the configuration from \"{config}\": unexpected end of JSON input");
            return InvalidConfig;
        }

        if ((line.Value("--blacklist-ip") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(range => !IPNetwork.TryParse(range, out _)) is { } malformed)
        {
            log.Error($"error parsing blacklist-ip '{malformed}': invalid CIDR address: {malformed}");
            return Unclassified;
        }

        if (line.Script != "-" && !File.Exists(line.Script))
        {
            log.Error($"The moduleSpecifier \"{line.Script}\" couldn't be found on local disk. Make sure that you've specified the right path to the file.");
            return Unclassified;
        }

        return null;
    }

    /// <summary>The exit code of a script that k6 does not take; null where it takes it.</summary>
    public static int? OfScript(Recording recording, LogWriter log)
    {
        if (recording.IsRefused)
        {
            foreach (var line in recording.Log)
            {
                log.Line(line);
            }

            return recording.Exit;
        }

        if (recording.Wrapper is { } wrapper && (!recording.TakesWrapper || (wrapper.Contains("export { default }", StringComparison.Ordinal) && !recording.HasDefault)))
        {
            var missing = recording.TakesWrapper ? "does not provide an export named \"default\"" : "was not recorded within a wrapper";
            log.Line($"time=\"2026-11-22T16:49:19Z\" level=error msg=\"SyntaxError: The requested module \\\"./user.js\\\" {missing.Replace("\"", "\\\"", StringComparison.Ordinal)}\" hint=\"script exception\" source=stacktrace");
            return ScriptException;
        }

        return null;
    }
}
