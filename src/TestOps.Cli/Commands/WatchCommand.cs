using System.CommandLine;
using TestOps.Cli.Composition;
using TestOps.Cli.Rendering;
using TestOps.Cli.Reports;
using TestOps.Core;
using TestOps.Core.Runs;

namespace TestOps.Cli.Commands;

/// <summary><c>testops watch</c>: follows the journal of a run of any process to its end, and ends with its exit code.</summary>
internal static class WatchCommand
{
    private static readonly TimeSpan RecoveryInterval = TimeSpan.FromSeconds(5);

    public static Command Create(CliHost host)
    {
        var run = RunArgument.Create();
        var command = new Command("watch", "Follows a run of any process to its end, and ends with its exit code") { run };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var data = parsed.GetValue(GlobalOptions.Data);
            await using var workspace = await Workspace.OpenExistingAsync(host, data, cancellationToken);
            var record = await RunReference.FindAsync(workspace, parsed.GetValue(run)!, cancellationToken);
            await FollowAsync(host, workspace.Store, record.RunId, cancellationToken);
            var report = await RunReportReader.ReadAsync(workspace, record.RunId, cancellationToken);
            var screen = Screen.Of(host);
            screen.Line();
            new ReportText(screen, new FollowUp(data), path => workspace.Display(host, path)).Write(report, isFull: false);
            return (int)(report.ExitCode ?? Core.ExitCode.Environment);
        });
        return Examples.Add(command, "testops watch last");
    }

    private static async Task FollowAsync(CliHost host, IRunStore store, RunId runId, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var recovering = RecoverAsync(host, store, end.Token);
        try
        {
            await RunViews.Choose(host, isQuiet: false, isJson: false).FollowAsync(store, runId, host.Time, cancellationToken);
        }
        finally
        {
            await end.CancelAsync();
            await recovering;
        }
    }

    /// <summary>A run whose owner dies writes nothing more: somebody has to end it, or the watch would last for ever.</summary>
    private static async Task RecoverAsync(CliHost host, IRunStore store, CancellationToken end)
    {
        try
        {
            using var timer = new PeriodicTimer(RecoveryInterval, host.Time);
            while (await timer.WaitForNextTickAsync(end))
            {
                await store.RecoverAsync(end);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The watch is over.
        }
    }
}
