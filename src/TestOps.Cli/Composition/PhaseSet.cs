using TestOps.Core.Runs;
using TestOps.Core.Safety;
using TestOps.Core.Snapshots;
using TestOps.Load;
using TestOps.Load.Export;
using TestOps.Load.K6;
using TestOps.Processes.Phases;
using TestOps.Sim;
using TestOps.Sim.Replaying;

namespace TestOps.Cli.Composition;

/// <summary>The runner's world, composed over a workspace.</summary>
internal static class PhaseSet
{
    public static RunnerEnvironment Environment(CliHost host, Workspace workspace, TargetPolicy policy, int workers)
    {
        var sim = Sim(host, workspace.Spill, workers);
        return new RunnerEnvironment
        {
            Store = workspace.Store,
            Snapshots = workspace.Snapshots,
            Phases = [new SimPhase(sim, workspace.Snapshots), new LoadPhase(policy, K6(host)), new ReplayPhase(sim, workspace.Snapshots), .. host.Phases],
            CommandPhase = (command, suite) => new CommandPhase(command, SuiteFile.FolderOf(host, suite), host.Guard),
            Time = host.Time,
            Ids = new IdSource(Guid.CreateVersion7),
        };
    }

    /// <summary>What the k6 driver works with here.</summary>
    public static K6Options K6(CliHost host) =>
        new() { Environment = host.Environment, FolderOf = suite => SuiteFile.FolderOf(host, suite), Guard = host.Guard, WorkFolder = Path.GetTempPath(), WriteScript = K6ScriptWriter.Write };

    public static SimEnvironment Sim(CliHost host, ISpillStore spill, int workers) =>
        new() { Workers = new WorkerPool(workers), Spill = spill, Time = host.Time };
}
