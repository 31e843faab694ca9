using System.Globalization;

namespace TestOps.Processes.Guarding;

/// <summary>A variable in the environment of everything that comes from one command. Only for finding what a killed guard left behind.</summary>
internal sealed record GuardMark(string Value)
{
    public const string Name = "TESTOPS_GUARD";

    private static int _count;

    public string Variable => $"{Name}={Value}";

    /// <summary>A mark that no other process has: several systems may share what we see of <c>/proc</c>, so our process id alone does not do.</summary>
    public static GuardMark Create(TimeProvider time) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{time.GetUtcNow().UtcTicks}-{Interlocked.Increment(ref _count)}"));
}
