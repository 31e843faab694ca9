using TestOps.Core.Planning;
using TestOps.Processes;

namespace TestOps.Load.K6;

/// <summary>What the k6 driver works with. A suite has no say in any of it.</summary>
public sealed record K6Options
{
    /// <summary>Reads an environment variable of this process: <c>TESTOPS_K6</c> and <c>PATH</c>. Default: none is set.</summary>
    public Func<string, string?> Environment { get; init; } = static _ => null;

    /// <summary>The folder of a suite, from the suite as it is named on the command line. Default: the suite's own folder.</summary>
    public Func<string, string> FolderOf { get; init; } = static suite => Path.GetDirectoryName(Path.GetFullPath(suite))!;

    /// <summary>The guard that k6 runs under; null runs it without one.</summary>
    public GuardCommand? Guard { get; init; }

    /// <summary>Where the driver makes a private folder for each run of k6. Default: the system's folder for temporary files.</summary>
    public string WorkFolder { get; init; } = Path.GetTempPath();

    /// <summary>Writes the script of a plan whose load has scenarios instead of a script; null refuses such plans.</summary>
    public Func<Plan, LoadScriptTarget, string>? WriteScript { get; init; }
}
