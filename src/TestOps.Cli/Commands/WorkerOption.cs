using System.CommandLine;

namespace TestOps.Cli.Commands;

/// <summary><c>--workers</c>: how many workers SIM and replay may use.</summary>
internal static class WorkerOption
{
    private const int WorkersMax = 1024;

    public static Option<int?> Create()
    {
        var workers = new Option<int?>("--workers") { Description = $"Workers of SIM and replay, 1 to {WorkersMax} (default: processors)", HelpName = "N" };
        workers.Validators.Add(Ranges.Whole(1, WorkersMax));
        return workers;
    }
}
