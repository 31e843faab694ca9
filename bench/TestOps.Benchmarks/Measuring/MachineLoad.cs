namespace TestOps.Benchmarks.Measuring;

/// <summary>How busy the machine is with others.</summary>
internal static class MachineLoad
{
    private const string Path = "/proc/loadavg";

    /// <summary>Load average of the last minute; <c>unknown</c> where the system does not tell.</summary>
    public static string Read() => File.Exists(Path) ? File.ReadAllText(Path).Split(' ')[0] : "unknown";
}
